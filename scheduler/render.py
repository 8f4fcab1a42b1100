"""render(digest): a Digest as the message that is sent and the page that is kept."""

import re
import textwrap
from bisect import bisect_left
from collections.abc import Callable
from types import ModuleType

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from scheduler import marks, wording
from scheduler.passages import passages
from scheduler.phrases import changes, head, health, items, stories
from scheduler.review import Digest, Edit
from scheduler.shortening import shorter
from scheduler.typography import Clock, counted
from scheduler.zones import zone
from storage.editions import Message

HTML_LIMIT = 80_000
"""Bytes of HTML that a mail holds at most: some clients clip from about 100 KB on."""

COLUMNS = 76

_RIGHTWARD = ("ar", "fa", "he", "ur", "ckb", "ps")
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
_RTL_RUN = re.compile(rf"[{_RTL}](?:[^A-Za-zÀ-ÿ<>&;\n]*[{_RTL}])?")
_ORDINAL = re.compile(r"\b(1(?=er\b|re\b)|\d+(?=e\b))(er|re|e)\b")
_PHRASES: dict[str, ModuleType] = {
    "head": head,
    "health": health,
    "copies": stories,
    "items": items,
    "changes": changes,
    "wording": wording,
    "marks": marks,
}


def render(digest: Digest) -> Message:
    """The message of a digest: the same bytes for an equal digest, wherever and whenever it is made.

    What does not fit a mail is left out of `html` and `text` by steps, least first; `page` holds it all.
    """
    press = _Press(digest)
    html, fitting = press.html(digest), digest
    if len(html.encode()) > HTML_LIMIT:
        steps = tuple(shorter(digest))
        # Each step is shorter than the one before: the first that fits is found by halving.
        fits = bisect_left(
            range(len(steps) - 1), True, key=lambda n: len(press.html(steps[n]).encode()) <= HTML_LIMIT
        )
        fitting = steps[fits]
        html = press.html(fitting)
    return Message(
        subject=press.subject,
        html=html,
        text=press.text(fitting),
        page=press.html(digest, printable=True),
        shortened=fitting is not digest,
    )


class _Press:
    """The making of one digest, whole or shortened."""

    def __init__(self, whole: Digest) -> None:
        local = zone(whole.masthead.zone)
        self._clock = Clock(zone=local, year=whole.written_at.astimezone(local).year)
        self._whole = whole
        self._edits: dict[str, tuple[object, object]] = {}
        self.subject = head.subject(whole, self._clock)

    def html(self, digest: Digest, *, printable: bool = False) -> str:
        return self._filled(_HTML, "digest.html.j2", digest, printable=printable)

    def text(self, digest: Digest) -> str:
        filled = self._filled(_TEXT, "digest.txt.j2", digest)
        lines = (line.rstrip(" ") for line in filled.splitlines())
        return re.sub(r"\n{3,}", "\n\n\n", "\n".join(lines)).strip("\n") + "\n"

    def _filled(self, environment: Environment, name: str, digest: Digest, **more: bool) -> str:
        masthead = digest.masthead
        return environment.get_template(name).render(
            digest=digest,
            masthead=masthead,
            clock=self._clock,
            language="fr",
            subject=self.subject,
            shortened=digest is not self._whole,
            say=lambda key: head.heading(key, masthead),
            told=self._told,
            **_PHRASES,
            **more,
        )

    def _told(self, edit: Edit) -> tuple[object, object]:
        """The lines and the passages of an edit, found once for all that is made of it."""
        if edit.anchor not in self._edits:
            self._edits[edit.anchor] = (changes.told(edit, self._clock), passages(edit.hunks))
        return self._edits[edit.anchor]


def _ours(text: str) -> Markup:
    """Text as HTML: ordinals raised, a run in a right-to-left script kept apart from what is around it."""
    raised = _ORDINAL.sub(r'\1<sup style="font-size:70%;line-height:0">\2</sup>', str(escape(text)))
    return Markup(_RTL_RUN.sub(r"<bdi>\g<0></bdi>", raised))  # noqa: S704 - escaped two lines above


def _rightward(language: str) -> bool:
    return language.partition("-")[0] in _RIGHTWARD


def _lang(language: str) -> Markup:
    """The attribute for text in another language than the page's."""
    return Markup("") if not language or language == "fr" else Markup(' lang="{}"').format(language)


def _wrapped(text: str, indent: str = "", first: str | None = None) -> str:
    """Lines of at most 76 columns; an address or a word that is longer stays whole."""
    return textwrap.fill(
        text,
        COLUMNS,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _underlined(text: str, stroke: str = "-") -> str:
    return f"{text}\n{stroke * len(text)}"


def _environment(*, autoescape: bool, **filters: Callable[..., object]) -> Environment:
    environment = Environment(
        loader=PackageLoader("scheduler"),
        autoescape=autoescape,  # noqa: S701 - False for plain text alone
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(filters, rightward=_rightward, counted=counted)
    return environment


_HTML = _environment(autoescape=True, ours=_ours, lang=_lang)
_TEXT = _environment(autoescape=False, wrapped=_wrapped, underlined=_underlined)
