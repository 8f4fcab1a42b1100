"""The command as a person types it, in an empty folder."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scheduler.cli import main

Said = Callable[..., Any]


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Said:
    """Runs a command in an empty folder; its JSON, its output, or its exit code."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE", "CONFIG", "UPSTREAM", "CONTACT", "ARCHIVE"):
        # Set first, so that what a command sets (--config) is taken back after the test too.
        monkeypatch.setenv(f"VEILLEUR_{name}", "")
        monkeypatch.delenv(f"VEILLEUR_{name}")

    def run(*arguments: str, code: int = 0, lines: bool = False, printed: bool = False) -> Any:
        capsys.readouterr()
        assert main(arguments) == code, capsys.readouterr()
        out, err = capsys.readouterr()
        if "--json" in arguments and code == 0:
            lines = lines or arguments[0] == "import"
            return [json.loads(line) for line in out.splitlines()] if lines else json.loads(out)
        return out if code == 0 or printed else err

    return run
