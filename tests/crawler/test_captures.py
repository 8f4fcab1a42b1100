"""The seeds' manifest: what it lists is there, unchanged, and what it says of each is what is read."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.captures import SEEDS, captures
from crawler.errors import BadManifest
from crawler.extract import extract
from tests.crawler import samples


def test_the_manifest_says_what_the_extraction_reads() -> None:
    for capture in captures():
        document = extract(capture.page, samples.declared(capture.source))
        assert document.outlet == capture.outlet
        assert document.language == capture.language
        assert (document.published and document.published.day) == capture.published
        assert document.address == capture.address


def test_the_addresses_are_those_known() -> None:
    assert [capture.address for capture in captures()] == [
        "https://www.maghress.com/fr/lopinion/169433",
        "https://www.maghress.com/fr/lopinion/170074",
        "capture:002_becd1d0a6d3e0aa1",
        "https://www.lodj.ma/ICC-au-Maroc-Quand-la-culture-devient-economie_a139529.html",
        "https://www.maghress.com/fr/lesechos/383284",
    ]


def test_a_capture_is_a_plain_text_page_of_its_day() -> None:
    page = captures()[0].page
    assert page.headers["content-type"].startswith("text/plain")
    assert page.fetched_at.date() == captures()[0].captured
    assert page.text.encode() == page.body


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "seeds"
    shutil.copytree(SEEDS, copy)
    return copy


def _edit(folder: Path, change: Callable[[str], str]) -> None:
    file = folder / "manifest.toml"
    text = file.read_text(encoding="utf-8")
    assert change(text) != text
    file.write_text(change(text), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda text: text.replace('sha256 = "ea00', 'sha256 = "ea01'), "sha256"),
        (lambda text: text.replace("captured = 2025-09-06", 'captured = "hier"'), "captured"),
        (lambda text: text.replace("captured = 2025-09-06\n", ""), "captured"),
        (lambda text: text.replace("\noutlet =", "\noutlett =", 1), "outlett"),
        (lambda text: text.replace('file = "000', 'file = "../000'), "file"),
        (lambda text: text.replace("[[capture]]", "[[capture", 1), "TOML"),
        (
            lambda text: (
                text.partition("[[capture]]")[0] + text.split("[[capture]]", 2)[2].join(["[[capture]]", ""])
            ),
            "000",
        ),
    ],
)
def test_a_bad_manifest_names_the_file_and_the_key(
    folder: Path, change: Callable[[str], str], named: str
) -> None:
    _edit(folder, change)
    with pytest.raises(BadManifest) as caught:
        captures(folder)
    assert named in str(caught.value)
    assert str(folder) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_changed_seed_is_refused(folder: Path) -> None:
    (folder / captures()[1].file).write_text("autre chose", encoding="utf-8")
    with pytest.raises(BadManifest, match="restore"):
        captures(folder)


def test_a_missing_seed_is_refused(folder: Path) -> None:
    (folder / captures()[1].file).unlink()
    with pytest.raises(BadManifest, match="restore"):
        captures(folder)


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadManifest, match=r"manifest\.toml"):
        captures(tmp_path)
