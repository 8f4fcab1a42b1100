"""Owns the look at one page: what it is, and the document on it where it is an article."""

import re
from collections.abc import Container, Sequence
from dataclasses import replace

from crawler import quality
from crawler.decoding import decode
from crawler.errors import ExtractionFailed
from crawler.extract import assembled, parts
from crawler.phrases import plain
from crawler.source import Source
from crawler.turnover import without_turnover
from crawler.walls import WALLS
from storage.fold import fingerprint, fold
from storage.records import Document, Observation, Page, Version
from storage.vocabulary import Outcome

IDLE = "hints that match nothing here: "


def idle_hints(observation: Observation) -> tuple[str, ...]:
    """The source's hints that matched nothing on the page of an article."""
    told = observation.outcome is Outcome.ARTICLE and observation.reason.startswith(IDLE)
    return tuple(observation.reason.removeprefix(IDLE).split("; ")) if told else ()


def observe(page: Page, source: Source, known: Document | None = None) -> Observation:
    """What `page` shows. Its body is decoded here where it has not been yet.

    `known` is the document as it was last read at this address: with it, a text that collapsed, a
    teaser and a damaged charset are told from an edit. The reason of an article names the source's hints
    that match nothing on it. A pure function of picklable values.
    """
    if page.body and not page.text:
        text, decoding = decode(page.body, page.headers)
        page = replace(page, text=text, decoding=decoding)
    if page.status == 304:
        return _observed(page, Outcome.NOT_MODIFIED, "")
    if refused := quality.of_status(page.status):
        return _observed(page, *_refined(page, *refused))
    if at_once := quality.before_reading(page, source):
        return _observed(page, *at_once)
    given, document, failure = None, None, ""
    try:
        given = parts(page, source)
        document = assembled(given, page, source).document
    except ExtractionFailed as error:
        failure = str(error)
    outcome, reason = quality.judge(page, given, document, failure)
    if outcome is not Outcome.ARTICLE:
        return _observed(page, outcome, reason)
    idle = given.idle_hints if given else ()
    reason = IDLE + "; ".join(idle) if idle else ""
    return compared(Observation(outcome=outcome, page=page, document=document, reason=reason), known)


def compared(observation: Observation, known: Document | None) -> Observation:
    """The observation in the light of what was read at the address before: an article may turn out to be
    what is left of one."""
    document = observation.document
    if observation.outcome is not Outcome.ARTICLE or document is None or known is None:
        return observation
    doubt = _doubt(observation.page, document, known)
    return replace(observation, outcome=doubt[0], reason=doubt[1], document=None) if doubt else observation


def side_by_side(
    observation: Observation, latest: Version, earlier: Container[str] = ()
) -> tuple[Observation, Version]:
    """The observation and the latest version as they are to be compared: in the light of each other.

    What has exactly the words of an `earlier` version, given by their fingerprints, is whole.
    """
    if observation.document is None:
        return observation, latest
    if fingerprint(observation.document) not in earlier:
        observation = compared(observation, latest.document)
    if observation.document is None:
        return observation, latest
    old, new = without_turnover(latest.document, observation.document)
    if old is latest.document and new is observation.document:
        return observation, latest
    return replace(observation, document=new), replace(latest, document=old, fingerprint=fingerprint(old))


def _observed(page: Page, outcome: Outcome, reason: str) -> Observation:
    return Observation(outcome=outcome, page=page, reason=reason)


def _refined(page: Page, outcome: Outcome, reason: str) -> tuple[Outcome, str]:
    """A refusal by what its page says: a check for robots, or maintenance."""
    if page.status not in (403, 429, 503):
        return outcome, reason
    said = plain(re.sub(r"<[^>]{0,500}>", " ", page.text[:20000]))
    for wall in (Outcome.BOT_WALL, Outcome.MAINTENANCE):
        if (wall is Outcome.BOT_WALL or page.status == 503) and len(WALLS[wall].findall(said)) >= 2:
            return (
                wall,
                f"{reason}: {'a check for robots' if wall is Outcome.BOT_WALL else 'under maintenance'}",
            )
    return outcome, reason


def _doubt(page: Page, document: Document, known: Document) -> tuple[Outcome, str] | None:
    """What shows that a text is no new state of the known article, if something does."""
    old, new = _size(known.blocks), _size(document.blocks)
    if _only_damaged(document, known):
        return Outcome.SUSPECT_DECODING, "characters could not be decoded that could before"
    begins = _begins(document.blocks, known.blocks)
    plain_text = page.headers.get("content-type", "").startswith("text/plain")
    whole = _ends(document.blocks, known.blocks) if plain_text else quality.is_closed(page.text)
    if begins and new < old and not whole:
        return Outcome.TRUNCATED, f"the page breaks off after {new} of {old} characters"
    renamed = fold(known.title) != fold(document.title)
    if renamed and old >= 400 and new >= 200 and quality.shares(known.blocks, document.blocks) < 0.05:
        return Outcome.SOFT_404, "another text altogether: nothing of the known article is in it"
    if old >= 600 and new * 5 < old * 2:
        if begins and (old - new >= 1200 or document.blocks[-1].rstrip().endswith(("...", "…"))):
            return Outcome.PAYWALL, f"only the beginning is there, {new} of {old} characters"
        if not begins and old - new >= 600 and quality.shares(known.blocks, document.blocks) < 0.9:
            return Outcome.EXTRACT_FAILED, f"of {old} characters {new} are left: the page has another form"
        if old - new >= 2500 or new * 10 < old:
            return Outcome.EXTRACT_FAILED, f"of {old} characters {new} are left: the page has another form"
    return None


def _size(blocks: Sequence[str]) -> int:
    return sum(map(len, blocks))


def _begins(blocks: Sequence[str], known: Sequence[str]) -> bool:
    """Whether `blocks` are the beginning of `known`, the last of them perhaps cut."""
    whole = fold(" ".join(known))
    *full, last = [fold(block) for block in blocks]
    cut = last.rstrip(" .…")
    return whole.startswith(" ".join([*full, cut]).strip())


def _ends(blocks: Sequence[str], known: Sequence[str]) -> bool:
    """Whether `blocks`, the beginning of `known`, end where a paragraph or a sentence of it does."""
    return blocks[-1] in known or blocks[-1].rstrip(" \xa0»”\"'").endswith((".", "!", "?", "؟"))


def _only_damaged(document: Document, known: Document) -> bool:
    """Whether two texts differ only where one has characters that could not be decoded, or was decoded wrongly."""
    text, before = " ".join(document.blocks), " ".join(known.blocks)
    if text != before and _misread(text) == before:
        return True
    if "\ufffd" not in text or "\ufffd" in before or text.count("\ufffd") > 200:
        return False
    position = 0
    for piece in text.split("\ufffd"):
        found = before.find(piece, position, position + len(piece) + 4) if position else before.find(piece)
        if found < 0 or (position == 0 and found > 3):
            return False
        position = found + len(piece)
    return len(before) - position <= 3


def _misread(text: str) -> str:
    """`text` as it is where UTF-8 was read as windows-1252; nothing where it was not."""
    try:
        return text.encode("cp1252").decode()
    except ValueError:
        return ""
