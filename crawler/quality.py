"""Owns the judging of a page: whether it is the article, or a wall, a shell or an error in its place."""

import re
from collections.abc import Sequence

from crawler.addresses import canonical, is_home
from crawler.parts import Parts
from crawler.phrases import plain
from crawler.source import Source
from crawler.walls import MOJIBAKE, OF_THIS_ARTICLE, PAYWALL, ROOT, SCRIPTED, SOFT_404_TITLE, WALLS
from storage.records import Document, Page
from storage.vocabulary import Outcome

Judgement = tuple[Outcome, str]

SHORT = 1500
"""Characters of article text from which a page is no wall, whatever else it says."""

_LONGEST_NOTICE = 200
_FILES = re.compile(r"application/(?:pdf|msword|zip|vnd\.|rtf|epub|octet-stream)|image/|audio/|video/", re.I)
_SENTENCE = re.compile(r"(?<=[.!?…؟])\s+|\n")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_PARTS = re.compile(r"\s+[-–—|•·»]\s+")
_ENDS_OPEN = re.compile(r"(?:\.{3}|…|\[…\]|\(\.{3}\))[\s»”\"']*$")
_ENDED = re.compile(r"[.!?…:;)\]»”\"'©|]$|\b(?:19|20)\d\d$|reserv\w+$|reserved$")
_CLOSED = ("div", "article", "section", "main", "table", "ul", "header", "aside")
_STATUS = {
    401: (Outcome.FORBIDDEN, "asks for a login (401)"),
    402: (Outcome.PAYWALL, "asks for payment (402)"),
    403: (Outcome.FORBIDDEN, "is refused to us (403)"),
    404: (Outcome.GONE, "does not exist (404)"),
    408: (Outcome.TIMEOUT, "the site gave up waiting (408)"),
    410: (Outcome.GONE, "was removed (410)"),
    429: (Outcome.RATE_LIMITED, "the site asks us to slow down (429)"),
    451: (Outcome.FORBIDDEN, "is withheld for legal reasons (451)"),
}
_REASONS = {
    Outcome.BOT_WALL: "a check for robots stands in the article's place",
    Outcome.CONSENT_WALL: "a request for consent stands in the article's place",
    Outcome.LOGIN_WALL: "a login form stands in the article's place",
    Outcome.MAINTENANCE: "the site is under maintenance",
    Outcome.SOFT_404: "the page says that there is no such page, with a status that says it is there",
}


def of_status(status: int) -> Judgement | None:
    """What an HTTP status other than success means; None for the 2xx and for 304."""
    if 200 <= status < 300 or status == 304:
        return None
    if status >= 500:
        return Outcome.SERVER_ERROR, f"the site answers with an error ({status})"
    return _STATUS.get(status, (Outcome.FORBIDDEN, f"the site does not serve it ({status})"))


def before_reading(page: Page, source: Source) -> Judgement | None:
    """What can be said of a page before its article is looked for; None where it may hold one."""
    kind = page.headers.get("content-type", "")
    if _FILES.match(kind):
        return Outcome.ATTACHMENT, f"a file, not a page ({kind.partition(';')[0]})"
    if not page.text.strip():
        return Outcome.EMPTY, "the answer is empty"
    asked, answered = canonical(page.requested, source), canonical(page.address, source)
    if is_home(answered) and not is_home(asked):
        return Outcome.REDIRECTED_HOME, f"leads to the front page, {page.address}"
    return None


def judge(page: Page, parts: Parts | None, document: Document | None, failure: str) -> Judgement:
    """What a page with a good status is. `failure` says why there is no document, where there is none."""
    visible = parts.visible if parts else _TAG.sub(" ", page.text[:50_000]).strip()
    text = "\n".join(document.blocks) if document else ""
    if not visible and not text:
        if _scripted(page, visible, text):
            return Outcome.SCRIPT_SHELL, "only scripts would fill the page"
        return Outcome.EMPTY, "the page holds no text"
    if damage := _damage(document):
        return Outcome.SUSPECT_DECODING, damage
    if len(text) < SHORT and (wall := _wall(page, parts, document, visible)):
        return wall, _REASONS[wall]
    if document and parts and _is_teaser(parts, document, visible):
        return Outcome.PAYWALL, "only the beginning is there, with a notice to subscribers"
    if len(text) < 200 and _scripted(page, visible, text):
        return Outcome.SCRIPT_SHELL, "only scripts would fill the page"
    if is_broken_off(page.text):
        return Outcome.TRUNCATED, "the page breaks off"
    if document is None:
        return Outcome.EXTRACT_FAILED, failure
    return Outcome.ARTICLE, ""


def _wall(page: Page, parts: Parts | None, document: Document | None, visible: str) -> Outcome | None:
    """Which wall a page with little text is: its words say so, and hardly any text says something else."""
    title = plain(document.title if document else parts.title if parts else "")
    headline = plain(_declared_title(page))
    if any(SOFT_404_TITLE.fullmatch(part) for part in (title, *_PARTS.split(headline))):
        return Outcome.SOFT_404
    blocks = document.blocks if document else ()
    sentences = [
        s for block in (*blocks, *([title] if blocks else [])) for s in _SENTENCE.split(plain(block)) if s
    ]
    if not blocks:
        sentences = [s for s in _SENTENCE.split(plain(visible[:4000])) if s]
    found: list[tuple[int, Outcome]] = []
    for outcome, pattern in WALLS.items():
        signals = sum(1 for sentence in sentences if pattern.search(sentence))
        if not signals and not pattern.search(headline):
            continue
        rest = sum(len(sentence) for sentence in sentences if not pattern.search(sentence))
        said = sum(len(sentence) for sentence in sentences) - rest
        if rest <= max(120, said):
            found.append((signals + (2 if pattern.search(headline) else 0), outcome))
    return max(found, key=lambda each: each[0])[1] if found else None


def _declared_title(page: Page) -> str:
    match = re.search(r"<title[^>]{0,200}>([^<]{0,300})", page.text[:20000], re.I)
    return match[1].strip() if match else ""


def _is_teaser(parts: Parts, document: Document, visible: str) -> bool:
    size = sum(map(len, document.blocks))
    if size >= SHORT * 2:
        return False
    open_ended = _ENDS_OPEN.search(document.blocks[-1]) is not None
    if open_ended and not parts.free:
        return True
    notices = (plain(line) for line in parts.lines[-6:] if len(line) <= _LONGEST_NOTICE)
    if size < SHORT and any(OF_THIS_ARTICLE.search(notice) for notice in notices):
        return True
    return (open_ended or not parts.free) and PAYWALL.search(plain(visible)) is not None


def _scripted(page: Page, visible: str, text: str) -> bool:
    """Whether a page with hardly any text waits for scripts to fill it."""
    if SCRIPTED.search(plain(visible[:600])) or SCRIPTED.search(plain(text[:600])):
        return True
    hollow = ROOT.search(page.text) is not None or page.text.lower().count("<script") >= 3
    return hollow and (len(visible) < 200 or not text)


def _damage(document: Document | None) -> str:
    """What shows that a text was read in the wrong charset, if something does."""
    if document is None:
        return ""
    text = "\n".join([document.title, *document.blocks])
    lost = text.count("\ufffd")
    if lost >= 3 and lost * 1000 >= len(text):
        return f"{lost} characters could not be decoded"
    if text.count("?") * 4 >= len(text):
        return "most letters have become question marks"
    if (garbled := len(MOJIBAKE.findall(text))) >= 3 and garbled * 400 >= len(text):
        return f"{garbled} letters are UTF-8 read as another charset"
    if (marks := len(re.findall(r"[^\W\d_]\?[^\W\d_]", text))) >= 5 and marks * 300 >= len(text):
        return f"{marks} letters have become question marks"
    return ""


def is_closed(markup: str) -> bool:
    """Whether a page says where it ends."""
    end = markup[len(markup) // 2 :].lower()
    return "</html" in end or "</body" in end


def is_broken_off(markup: str) -> bool:
    """Whether a page's markup ends before its end: inside a tag, in the middle of a sentence, or inside an
    element that must be closed.

    What HTML lets a page leave out (`</p>`, `</li>`, `</body>`, `</html>`) is not missed, nor is a single
    other one: that is a slip that some templates have on every page.
    """
    if is_closed(markup) or not re.search(r"<(?:html|body)\b", markup[:20000], re.I):
        return False
    lower = markup.lower()
    tail = lower[-4000:]
    last = re.split(r"[<>]", tail)[-1].strip()
    if tail.rfind("<") > tail.rfind(">") or (len(last) >= 12 and not _ENDED.search(last)):
        return True
    if lower.rfind("<script") > lower.rfind("</script"):
        return True
    open_still = (len(re.findall(rf"<{tag}[\s>]", lower)) - lower.count(f"</{tag}") for tag in _CLOSED)
    return sum(max(0, count) for count in open_still) >= 2


def shares(known: Sequence[str], blocks: Sequence[str]) -> float:
    """How much of `blocks`, by words in threes, stands in `known` too (0 to 1)."""
    old, new = _triples(known), _triples(blocks)
    return len(new & old) / len(new) if new else 0.0


def _triples(blocks: Sequence[str]) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", plain(" ".join(blocks)))
    return set(zip(words, words[1:], words[2:], strict=False))
