"""Typographic and Arabic folding: the form in which texts are compared, never the one that is shown.

A text is cut into words, each word is folded by itself, and two texts are equal when their folded words
are. What is folded away: kinds of spaces, quotes, apostrophes, dashes and dots, spaces beside punctuation
and symbols, NFC/NFD, ligatures, presentation forms, soft hyphens, bidi marks and whatever else is
invisible, tatweel, harakat, the hamza on an alef, the script of digits, and the accent of a capital that
begins a word (Etat, État; ECO, ÉCO). Nothing else: letters and case are exact (TUE is not TUÉ, على is not
علي), and so are digits, their separators and their signs. That is why NFKC is used for letter forms only:
it would make 102 of 10², and 11⁄2 of 1½.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

from storage.records import Document

_SPACES = "\t\n\v\f\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_UNSEEN = (
    re.compile(  # controls, soft hyphen, joiners, zero-width and bidi marks, variation selectors, tatweel
        "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u0640\u180e\u200b-\u200f\u202a-\u202e"
        "\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]+"
    )
)
_HARAKAT = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff\ufe70-\ufe7f"
_MARKS = "\ufe70-\ufe7f\U0001d165-\U0001d1ad" + "".join(
    mark for mark in map(chr, range(0x300, 0x10000)) if unicodedata.category(mark) in ("Mn", "Mc")
)


def _each(ranges: str) -> str:
    return re.sub(
        r"(.)-(.)", lambda m: "".join(map(chr, range(ord(m[1]), ord(m[2]) + 1))), ranges, flags=re.S
    )


# One character for one, so that what is found in the shaped text stands at the same place in the original.
_SHAPE: dict[int, str] = (
    {0xFEE0 + plain: chr(plain) for plain in range(0x21, 0x7F)}  # full-width forms
    | dict.fromkeys(map(ord, _each(_SPACES)), " ")
    | dict.fromkeys(map(ord, "“”„‟«»″〝〞"), '"')
    | dict.fromkeys(map(ord, "‘’‚‛′‹›ʼʹ`´｀"), "'")
    | dict.fromkeys(map(ord, "‐‑‒–—―−⁃﹘﹣"), "-")
    | dict.fromkeys(map(ord, "أإآٱ"), "ا")
    | dict(zip(map(ord, "،؛؟٪۔یکº"), ",;?%.يك°", strict=True))
    | {ord(digit): str(unicodedata.digit(digit)) for digit in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"}
)
_SHAPED = re.compile(f"[{re.escape(''.join(map(chr, _SHAPE.keys() - {0x20})))}]")
_LETTER_FORMS = re.compile("[ﬀ-ﬆ\ufb50-\ufc5d\ufc64-\ufdf9\ufe80-\ufefc]+")
_DROPPED = re.compile(f"[{_HARAKAT}\u0640]+")
_LETTERS = rf"[\w{_MARKS}]*(?:'(?!'))?"  # with the apostrophe of an elision: l'
_WORD = re.compile(
    rf"([^\W\d]{_LETTERS}"
    r"|(?<!\w)\d{1,3}(?: +\d{3})+(?!\w)(?:[.,]\d+)*"  # 240 000,5
    r"|\d+(?:[.,]\d+)+"  # 11,5  240.000  03.07.2025
    rf"|\d{_LETTERS}"
    rf"|[.…][.…]+|''|<<|>>|-+|[^ ][{_MARKS}]*)( *)"
)
_DOUBLE_QUOTES = ("''", "<<", ">>")
_GROUPED = re.compile(r"\d \d{3}")
_EDGE = re.compile(rf"\s|{_UNSEEN.pattern}")
_LONGEST_KEPT = 64


class Words(NamedTuple):
    """A text cut into words: `forms` are the folded words; the word `n` is text[cuts[n]:cuts[n + 1]].

    A word owns the space after it, the first one also what stands before it, so that the words joined are
    the text. A text without any word has no forms and the cuts (0, length).
    """

    forms: Sequence[str]
    cuts: Sequence[int]


def words(text: str) -> Words:
    """The words of `text`. A figure with its separators is one word, a punctuation mark is one too."""
    if _GROUPED.search(text):
        return _read(text)
    parts = text.split(" ")
    short = max(map(len, parts)) <= _LONGEST_KEPT
    chunks = list(map(_chunk, parts)) if short else [_chunk_of(part) for part in parts]
    if None in chunks:
        return _read(text)
    forms, lengths = zip(*chunks, strict=True)
    cuts = [*accumulate(chain.from_iterable(lengths), initial=0)]
    cuts[-1] -= 1  # no blank stands behind the last chunk
    return Words([*chain.from_iterable(forms)], cuts)


def _chunk_of(part: str) -> tuple[Sequence[str], Sequence[int]] | None:
    return _chunk(part) if len(part) <= _LONGEST_KEPT else _chunk.__wrapped__(part)


@lru_cache(maxsize=1 << 14)
def _chunk(chunk: str) -> tuple[Sequence[str], Sequence[int]] | None:
    """The words between two blanks: their forms, and their lengths with the blank that follows.

    Texts share most of their chunks, so that few have to be read. None where what is around matters: a
    figure may go on behind another kind of blank.
    """
    forms, cuts = _read(chunk)
    if not forms or _EDGE.match(chunk[0]) or _EDGE.match(chunk[-1]):
        return None
    lengths = [end - start for start, end in pairwise(cuts)]
    lengths[-1] += 1
    return forms, lengths


def _read(text: str) -> Words:
    places: list[int] = []
    seen = text
    if _UNSEEN.search(text):
        places = [place for place, character in enumerate(text) if not _UNSEEN.match(character)]
        seen = _UNSEEN.sub("", text)
    parts = _WORD.split(_SHAPED.sub(_plain_shape, seen))  # what is before, a word, its space, and so on
    longest = max(map(len, parts), default=0)
    forms = list(map(_form if longest <= _LONGEST_KEPT else _form.__wrapped__, parts[1::3]))
    cuts = [*accumulate(map(len, parts))][:-1:3]
    if "" in forms:
        cuts = [cut for cut, form in zip(cuts, forms, strict=True) if form]
        forms = [form for form in forms if form]
    if places:
        cuts = [places[cut] for cut in cuts]
    return Words(forms, [0, *cuts[1:], len(text)])


def fold(text: str) -> str:
    """`text` as it is compared: its folded words with one space between them. Folding twice is folding once."""
    return " ".join(words(text).forms)


def fingerprint(document: Document) -> str:
    """SHA-256 (hex) of the folded title, body and attachments' addresses.

    Where one block ends and the next begins is not part of it: the same words cut into other paragraphs
    are the same document. Dates and authors are not part of it either.
    """
    body = " ".join(filter(None, map(fold, document.blocks)))
    attachments = sorted(attachment.address for attachment in document.attachments)
    whole = "\n".join([fold(document.title), body, *attachments])
    return sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def _plain_shape(found: re.Match[str]) -> str:
    return _SHAPE[ord(found[0])]


@lru_cache(maxsize=1 << 12)
def _form(word: str) -> str:
    """The folded form of one shaped word; empty where nothing of it can be seen."""
    if word.isascii() and word.isalnum():
        return word
    if word in _DOUBLE_QUOTES:
        return '"'
    if not word.strip(".…"):
        return "." if word == "." else "…"
    if word[0] == "-":
        return "-"
    word = _LETTER_FORMS.sub(
        lambda form: unicodedata.normalize("NFKC", form[0]), unicodedata.normalize("NFC", word)
    )
    word = unicodedata.normalize("NFC", _DROPPED.sub("", word)).translate(_SHAPE)
    word = _plain_capital(" ".join(word.split()))
    return word.replace("œ", "oe").replace("æ", "ae").replace("Œ", "OE").replace("Æ", "AE")


def _plain_capital(word: str) -> str:
    """The word without the accent of the capital that begins it, which French typing often leaves out."""
    if not word[:1].isupper() or word[0].isascii():
        return word
    if word[0] in "ŒÆ":
        pair = {"Œ": "OE", "Æ": "AE"}[word[0]]
        return (pair if word[1:2].isupper() else pair.capitalize()) + word[1:]
    apart = unicodedata.normalize("NFD", word)
    if not apart[0].isascii():
        return word
    return unicodedata.normalize("NFC", apart[0] + apart[1:].lstrip(_MARKS))
