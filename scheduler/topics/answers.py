"""Answers: one line of JSON for each line of JSON with a text, as `veilleur match --json` gives them."""

import json
import re
from typing import Any

from crawler.errors import BadArgument
from scheduler.topics.match import Evidence, Match
from scheduler.topics.matching import Rules
from storage.records import Document

_PARAGRAPH = re.compile(r"\s*\n\s*\n\s*|(?<=[.!?…:؟»”\"])[ \t]*\n\s*")
_HALF = re.compile(r"[\ud800-\udfff]")
"""Half a character, which JSON can name by number only."""


def answer(line: str, rules: Rules) -> str:
    """The answer to a line `{"id", "text", "title"?, "lang"?}`: `{"id", "topics"}`, see docs/json.md.

    Offsets are code points of the given title or text. Raises BadArgument for a line that is not one.
    """
    try:
        asked = json.loads(line)
    except ValueError as error:
        raise BadArgument(f"not a line of JSON: {error}") from error
    if not isinstance(asked, dict) or "id" not in asked or not isinstance(asked.get("text"), str):
        raise BadArgument('a line needs "id" and a text in "text": {"id": 1, "text": "…"}')
    for key in ("title", "lang"):
        if not isinstance(asked.get(key) or "", str):
            raise BadArgument(f'"{key}" of {asked["id"]!r} is not a text')
    topics = topics_of(asked["text"], rules, title=asked.get("title") or "", language=asked.get("lang") or "")
    told = {"id": asked["id"], "topics": topics}
    plain = json.dumps(told, ensure_ascii=False)
    return json.dumps(told) if _HALF.search(plain) else plain


def topics_of(text: str, rules: Rules, *, title: str = "", language: str = "") -> dict[str, Any]:
    """The topics of a plain text as JSON values; paragraphs are parted by blank lines, or by a line end after
    a full stop."""
    starts, blocks, at = [], [], 0
    for gap in [*_PARAGRAPH.finditer(text), None]:
        end = gap.start() if gap else len(text)
        starts.append(at)
        blocks.append(text[at:end])
        at = gap.end() if gap else at
    document = Document(address="", title=title, blocks=tuple(blocks), language=language)
    return {key: _match(match, starts) for key, match in rules.match(document).items()}


def _match(match: Match, starts: list[int]) -> dict[str, Any]:
    return {
        "band": match.band.value,
        "score": match.score,
        "branches": list(match.branches),
        "evidence": [
            shown(evidence, 0 if evidence.block is None else starts[evidence.block])
            for evidence in match.evidence
        ],
    }


def shown(evidence: Evidence, offset: int = 0) -> dict[str, Any]:
    """A term that matched, as JSON values; `offset` is where its title or block starts in what is talked of."""
    return {
        "where": evidence.where,
        "sentence": evidence.sentence,
        "start": evidence.start + offset,
        "end": evidence.end + offset,
        "rule": evidence.rule,
        "refused": [{"sense": refused.sense, "reason": refused.reason} for refused in evidence.refused],
    }
