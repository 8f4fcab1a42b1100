"""Owns what a page's head declares: JSON-LD, meta and link elements, read into one plain value."""

import html as entities
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from lxml import html

from crawler.decoding import clean

_ARTICLE = re.compile(r"article|posting|report$|recipe|review|interview|video ?object|podcast ?episode", re.I)
_LONGEST_JSON = 500_000
_LONGEST_VALUE = 2000
_MOST_NODES = 4000

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the head says.

    `article` is the JSON-LD node of the page's article, `nodes` are all; `meta` has lower-case names, each
    with all its contents in order; `links` are href by rel; `body` is the text given as the article's;
    `free` is false where the page says that its text is for subscribers.
    """

    article: Json = field(default_factory=dict)
    nodes: tuple[Json, ...] = ()
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    body: str = ""
    language: str = ""
    free: bool = True

    def first(self, *names: str) -> str:
        """The first non-empty content among the named metas, in the names' order."""
        return next((value for name in names for value in self.meta.get(name, ()) if value), "")

    def stated(self, *keys: str) -> str:
        """The first non-empty text under these keys of the article's node."""
        return next((value for key in keys for value in texts(self.article.get(key))), "")


def metadata(tree: html.HtmlElement) -> Metadata:
    """What the whole tree declares; scripts must still be in it."""
    meta = _meta(tree)
    title = next((plain("".join(map(str, node.itertext()))) for node in tree.iter("title")), "")
    nodes = tuple(_nodes(tree))
    article = _article(nodes, [plain(value) for value in (*meta.get("og:title", ()), title)])
    return Metadata(
        article=article,
        nodes=nodes,
        meta=meta,
        links=_links(tree),
        title=title,
        body=entities.unescape(stated) if isinstance(stated := article.get("articleBody"), str) else "",
        language=(tree.get("lang") or tree.get("xml:lang") or "").strip().lower()[:20],
        free=not _charged(article, meta),
    )


def plain(text: object) -> str:
    """A declared value as one line of text, its entities resolved, control characters out."""
    if not isinstance(text, str):
        return ""
    text = text[:_LONGEST_VALUE]
    if "&" in text:
        text = entities.unescape(entities.unescape(text))
    if "<" in text:
        text = re.sub(r"</?[a-zA-Z][^<>]{0,200}>", "", text)
    return unicodedata.normalize("NFC", clean(" ".join(text.split())))


def texts(value: object) -> list[str]:
    """The texts of a JSON-LD value: a string, or a node's name, or those of a list."""
    if isinstance(value, str):
        return [text] if (text := plain(value)) else []
    if isinstance(value, dict):
        return texts(value.get("name") or value.get("@value"))
    if isinstance(value, list):
        return [text for item in value[:50] for text in texts(item)]
    return []


def _meta(tree: html.HtmlElement) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for node in tree.iter("meta"):
        content = node.get("content")
        name = node.get("property") or node.get("name") or node.get("itemprop") or ""
        if content and name:
            found.setdefault(name.strip().lower(), []).append(plain(content))
    return {name: tuple(values) for name, values in found.items()}


def _links(tree: html.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.iter("link"):
        href = (node.get("href") or "").strip()
        for rel in (node.get("rel") or "").lower().split():
            if href and rel in ("canonical", "shortlink", "amphtml"):
                found.setdefault(rel, href)
    return found


def _nodes(tree: html.HtmlElement) -> Iterator[Json]:
    """Every JSON-LD object of the page, outer before inner."""
    pending: list[object] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            pending.extend(_parsed(script.text or ""))
    count = 0
    while pending and count < _MOST_NODES:
        node = pending.pop(0)
        if isinstance(node, dict):
            count += 1
            yield cast("Json", node)
            pending.extend(value for value in node.values() if isinstance(value, dict | list))
        elif isinstance(node, list):
            pending.extend(item for item in node if isinstance(item, dict | list))


def _parsed(text: str) -> list[object]:
    """The value of one script; an empty list where it is no JSON even after the usual repairs."""
    text = (
        text.strip()
        .removeprefix("<!--")
        .removesuffix("-->")
        .removeprefix("//<![CDATA[")
        .removesuffix("//]]>")
    )
    if not text or len(text) > _LONGEST_JSON:
        return []
    for repaired in (text, re.sub(r",\s*([}\]])", r"\1", text.strip().rstrip(";"))):
        try:
            return [json.loads(repaired, strict=False)]
        except (ValueError, RecursionError):
            continue  # the second form, or nothing: a page's JSON-LD is a hint, never a need
    return []


def _types(node: Json) -> str:
    kind = node.get("@type")
    return " ".join(map(str, kind)) if isinstance(kind, list) else str(kind or "")


def _article(nodes: tuple[Json, ...], titles: list[str]) -> Json:
    """The node of the page's own article: the one that is titled as the page is, or the only one there."""
    articles = [node for node in nodes if _ARTICLE.search(_types(node))]
    words = [set(title.lower().split()) for title in titles if title]

    def likeness(node: Json) -> float:
        own = set(plain(node.get("headline") or node.get("name")).lower().split())
        return max((len(own & other) / (len(own | other) or 1) for other in words), default=0.0)

    alike = [node for node in articles if likeness(node) >= 0.5]
    if not alike and articles and (len(articles) == 1 or "mainEntityOfPage" in articles[0]):
        alike = articles[:1]
    chosen = dict(alike[0]) if alike else {}
    _complete(chosen, nodes)
    return chosen


def _complete(chosen: dict[str, object], nodes: tuple[Json, ...]) -> None:
    """Resolve the author's references, and take dates from the page's own node where the article has none."""
    named = {str(node["@id"]): node for node in nodes if node.get("@id") and node.get("name")}
    if "author" in chosen:
        chosen["author"] = _resolved(chosen["author"], named)
    for node in nodes:
        if "webpage" in _types(node).lower():
            for key in ("datePublished", "dateModified"):
                chosen.setdefault(key, node.get(key))


def _resolved(value: object, named: Mapping[str, Json]) -> object:
    if isinstance(value, list):
        return [_resolved(item, named) for item in value[:50]]
    if isinstance(value, dict) and not value.get("name"):
        return named.get(str(value.get("@id")), value)
    return value


def _charged(article: Json, meta: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether the page says that its text is for subscribers only."""
    stated = str(article.get("isAccessibleForFree", "")).lower()
    tier = " ".join(meta.get("article:content_tier", ())).lower()
    return stated.endswith("false") or tier in ("locked", "metered")
