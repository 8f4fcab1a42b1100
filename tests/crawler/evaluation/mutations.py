"""What happens to a page between two fetches: edits of the newsroom, and noise that is none."""

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from html import escape

from tests.crawler.evaluation.paint import Paint
from tests.replica.articles import Article

Edit = Callable[[Article, random.Random], Article | None]
"""The article as the newsroom changed it; None where this article offers no place for such a change."""


def _paragraphs(article: Article) -> list[int]:
    return [n for n, block in enumerate(article.blocks) if not block.startswith("## ") and len(block) > 80]


def _with(article: Article, position: int, text: str) -> Article:
    return replace(article, blocks=(*article.blocks[:position], text, *article.blocks[position + 1 :]))


def _inserted(article: Article, position: int, text: str) -> Article:
    return replace(article, blocks=(*article.blocks[:position], text, *article.blocks[position:]))


def _replaced(
    article: Article, rng: random.Random, pattern: str, new: Callable[[str], str]
) -> Article | None:
    places = [(n, m) for n in _paragraphs(article) for m in re.finditer(pattern, article.blocks[n])]
    if not places:
        return None
    n, match = rng.choice(places)
    block = article.blocks[n]
    changed = block[: match.start()] + new(match[0]) + block[match.end() :]
    return _with(article, n, changed) if changed != block else None


def figure(article: Article, rng: random.Random) -> Article | None:
    return _replaced(article, rng, r"\b\d+\b", lambda digits: str(int(digits) + 1))


def decimal(article: Article, rng: random.Random) -> Article | None:
    return _replaced(article, rng, r"\b\d+,\d+\b", lambda number: number.replace(",", ""))


def word(article: Article, rng: random.Random) -> Article | None:
    return _replaced(article, rng, r"\b[^\W\d_]{6,}\b", lambda old: old[::-1].lower())


def negation(article: Article, rng: random.Random) -> Article | None:
    return _replaced(
        article,
        rng,
        r"\b(?:est|a|sera|sont|ont)\b",
        lambda verb: f"n'{verb} pas" if verb[0] in "aeo" else f"ne {verb} pas",
    )


def sentence(article: Article, rng: random.Random) -> Article | None:
    n = rng.choice(_paragraphs(article))
    return _with(article, n, article.blocks[n] + " La décision a été confirmée dans la soirée.")


def tail(article: Article, rng: random.Random) -> Article | None:
    n = _paragraphs(article)[-1]
    return _with(article, n, article.blocks[n] + " Aucune date n'est avancée.")


def lead(article: Article, rng: random.Random) -> Article | None:
    n = _paragraphs(article)[0]
    return _with(
        article, n, "Selon nos informations, " + article.blocks[n][0].lower() + article.blocks[n][1:]
    )


_ADDED = (
    "Joint par téléphone, un responsable régional précise que les travaux ont commencé "
    "et qu'un second appel sera lancé avant l'été."
)


def added_last(article: Article, rng: random.Random) -> Article | None:
    return replace(article, blocks=(*article.blocks, _ADDED))


def added_inside(article: Article, rng: random.Random) -> Article | None:
    return _inserted(article, rng.randrange(1, len(article.blocks)), _ADDED)


def cut(article: Article, rng: random.Random) -> Article | None:
    n = rng.choice(_paragraphs(article)[1:] or [0])
    return replace(article, blocks=article.blocks[:n] + article.blocks[n + 1 :]) if n else None


def moved(article: Article, rng: random.Random) -> Article | None:
    places = _paragraphs(article)
    if len(places) < 3:
        return None
    blocks = list(article.blocks)
    blocks[places[0]], blocks[places[-1]] = blocks[places[-1]], blocks[places[0]]
    return replace(article, blocks=tuple(blocks))


def subhead(article: Article, rng: random.Random) -> Article | None:
    heads = [n for n, block in enumerate(article.blocks) if block.startswith("## ")]
    return _with(article, rng.choice(heads), "## Ce qui change pour les régions") if heads else None


def correction(article: Article, rng: random.Random) -> Article | None:
    note = "Correction : une version précédente de cet article donnait un autre chiffre. Nous présentons nos excuses."
    return replace(article, blocks=(*article.blocks, note))


def title(article: Article, rng: random.Random) -> Article | None:
    words = article.title.split()
    words[len(words) // 2] = "autrement"
    return replace(article, title=" ".join(words))


def retitled(article: Article, rng: random.Random) -> Article | None:
    return replace(article, title="Ce qu'il faut retenir d'une semaine décisive pour le secteur")


EDITS: dict[str, Edit] = {
    "figure": figure, "decimal": decimal, "word": word, "negation": negation, "sentence": sentence, "tail": tail,
    "lead": lead, "added last": added_last, "added inside": added_inside, "cut": cut, "moved": moved,
    "subhead": subhead, "correction": correction, "title": title, "retitled": retitled,
}  # fmt: skip


def heading_only(markup: str, old: str, new: str) -> str:
    """The title edited where readers see it, its metadata left as they were."""
    old, new = escape(old), escape(new)
    return re.sub(rf"(<h[12][^>]*>){re.escape(old)}", lambda m: m[1] + new, markup)


# Noise by paint: what turns over from one fetch to the next.
PAINTS: dict[str, Callable[[Paint], Paint]] = {
    "nothing": lambda paint: paint,
    "ticker": lambda paint: paint.turned("ticker"),
    "related": lambda paint: paint.turned("related"),
    "also read": lambda paint: paint.turned("also"),
    "also read gone": lambda paint: paint.without("also"),
    "counters": lambda paint: paint.turned("counters"),
    "comments": lambda paint: paint.turned("comments"),
    "comments gone": lambda paint: paint.without("comments"),
    "tokens": lambda paint: paint.turned("nonce"),
    "share bar": lambda paint: paint.turned("share"),
    "share bar gone": lambda paint: paint.without("share"),
    "newsletter": lambda paint: paint.turned("newsletter"),
    "newsletter gone": lambda paint: paint.without("newsletter"),
    "adverts": lambda paint: paint.turned("advert"),
    "adverts gone": lambda paint: paint.without("advert"),
    "images": lambda paint: paint.turned("images"),
    "image gone": lambda paint: paint.without("images"),
    "everything": lambda paint: paint.turned(),
    "classes hashed": lambda paint: replace(paint, classes="hashed").turned("nonce"),
    "classes renamed": lambda paint: replace(paint, classes="renamed").turned("nonce"),
}


def _text_nodes(markup: str, change: Callable[[str], str]) -> str:
    """`markup` with its visible text changed, tags, scripts and entities left alone."""
    if "<" not in markup:
        return change(markup)
    parts = re.split(
        r"(<script.*?</script>|<style.*?</style>|<title>.*?</title>|<[^>]+>|&[#\w]+;)", markup, flags=re.S
    )
    return "".join(part if part.startswith(("<", "&")) else change(part) for part in parts)


def _entities(text: str) -> str:
    return "".join(f"&#{ord(char)};" if ord(char) > 127 else char for char in text)


def minified(markup: str) -> str:
    if "<" not in markup:
        return markup
    small = re.sub(r">[ \n\t]+<", "> <", markup)
    return re.sub(r"</(?:p|li|body|html)>", "", re.sub(r"[ \n\t]+", " ", small))


def wrapped(markup: str) -> str:
    """A `div` around every paragraph and around the page."""
    inside = re.sub(r"<p>(.*?)</p>", r"<div><p><span>\1</span></p></div>", markup, flags=re.S)
    return inside.replace("<body>", '<body><div id="wrap"><div>').replace("</body>", "</div></div></body>")


def indented(markup: str) -> str:
    return re.sub(r"(</?(?:div|p|ul|li|h1|h2|section|article)\b)", r"\n    \1", markup)


def inline(markup: str) -> str:
    """Emphasis and links come and go inside the text."""
    return re.sub(
        r"(?<=[ >])([A-ZÀ-Ý][a-zà-ÿ]{5,})(?=[ ,.])(?=[^<>]*</p>)",
        r'<a href="/tag/\1?utm_source=in">\1</a>',
        markup,
    )


def commented(markup: str) -> str:
    return markup.replace("<p>", "<!-- nr 7 --><p data-k='x9'>").replace("</h1>", "</h1><!--/t-->")


TEXTS: dict[str, Callable[[str], str]] = {
    "entities": lambda markup: _text_nodes(markup, _entities) if "<" in markup else markup,
    "NFD": lambda markup: unicodedata.normalize("NFD", markup),
    "quotes": lambda markup: _text_nodes(
        markup, lambda t: t.replace("’", "'") if "’" in t else t.replace("'", "’")
    ),
    "guillemets": lambda markup: _text_nodes(
        markup, lambda t: t.replace("« ", "«\xa0").replace(" »", "\xa0»")
    ),
    "dashes": lambda markup: _text_nodes(
        markup, lambda t: t.replace(" – ", " - ").replace(" — ", " - ").replace("-", "\u2010")
    ),
    "no-break spaces": lambda markup: _text_nodes(markup, lambda t: re.sub(r" ([:;!?%])", "\xa0\\1", t)),
    "soft hyphens": lambda markup: _text_nodes(
        markup, lambda t: re.sub(r"([a-z]{5})([a-z]{5})", "\\1\xad\\2", t)
    ),
    "ellipsis": lambda markup: _text_nodes(markup, lambda t: t.replace("...", "…")),
    "minified": minified,
    "wrapped": wrapped,
    "indented": indented,
    "inline links": inline,
    "attributes": commented,
    "scripts": lambda markup: markup.replace(
        "</body>", "<script>var a='<p>x</p>';</script><noscript><img src=/p></noscript></body>"
    ),
}
