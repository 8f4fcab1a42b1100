"""Copies: one line of JSON for each line of JSON with two articles, as `veilleur copies --json` gives them."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from crawler.errors import BadArgument, ExtractionFailed
from crawler.pasted import pasted
from storage.likeness import likeness
from storage.records import Document

_EXAMPLE = '{"id": 1, "a": {"title": "…", "text": "…"}, "b": {"title": "…", "text": "…"}}'


def answer(line: str, at: datetime) -> str:
    """The answer to a line `{"id", "a", "b"}` read at `at`: `{"id", "same", "score", "reason"}`, see docs/json.md.

    Raises BadArgument for a line that is not one.
    """
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadArgument(f"not a line of JSON: {error}") from error
    if not isinstance(asked, dict) or "id" not in asked:
        raise BadArgument(f'a line needs "id", "a" and "b": {_EXAMPLE}')
    found = likeness(*(_article(asked, key, at) for key in ("a", "b")))
    return json.dumps(
        {"id": asked["id"], "same": found.same, "score": round(found.score, 4), "reason": found.reason}
    )


def _article(asked: Mapping[str, Any], key: str, at: datetime) -> Document:
    given = asked.get(key)
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise BadArgument(f'"{key}" needs a text in "text": {_EXAMPLE}')
    for name in ("title", "url"):
        if not isinstance(given.get(name) or "", str):
            raise BadArgument(f'"{name}" of "{key}" is not a text')
    try:
        return pasted(
            given.get("title") or "",
            given["text"],
            at=at,
            address=given.get("url") or "",
        )
    except ExtractionFailed as error:
        raise BadArgument(f'"{key}": {error}') from error
