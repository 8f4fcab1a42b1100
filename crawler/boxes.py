"""Owns the cutting of boxes and rows that no name betrays: by their links, their headings and their rhythm."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lxml import html

from crawler.addresses import is_file
from crawler.blocks import Leaf
from crawler.furniture import is_headline, is_ticker, rows
from crawler.markup import drop
from crawler.phrases import phrases, plain

_CELLS = ("td", "th", "tr")
_MANY = 25
"""Headlines in a row after the text: so many are a ticker, even where they stand among its paragraphs."""

_OF_LINKS = phrases(r"""
(?:a )?(?:lire|voir|decouvrir|ecouter)(?: aussi| egalement| encore)?\s*[:!]?
(?:sur|dans) (?:le|la) meme (?:sujet|theme|rubrique)\s*:?|en continu|a la une|a ne pas (?:manquer|rater)
(?:plus d.|nos |autres |nos autres |derniers )?articles?(?: (?:similaires?|lies?|connexes?|recommandes?|recents?))?\s*:?
(?:les )?(?:dernieres? )?(?:infos?|actualites?|actus?|nouvelles|news)(?: en continu)?\s*:?
(?:les )?(?:plus|mieux) (?:lus?|vus?|commentes|populaires|partages)|ailleurs sur le web|nos (?:selections?|dossiers)
(?:vous aimerez|vous pourriez)(?: aussi)?(?: aimer)?|recommandes?(?: pour vous)?|pour aller plus loin\s*:?
related(?: (?:articles?|stories|posts?|news|topics|content))?\s*:?|recommended(?: for you)?
you (?:may|might)(?: also)? like
(?:more|latest|top|other)(?: (?:stories|news|posts?|articles|headlines|from|on|in)\b.{0,30})?|read (?:also|more|next)
most (?:read|popular|viewed)|trending(?: now)?|popular(?: now| posts?)?|mehr zum thema|meistgelesen
te puede interesar|lee tambien|mas leidas?|lo mas (?:leido|visto)
اقرا ايضا\s*:?|مواضيع ذات صله|مقالات ذات صله|الاكثر قراءه|اخر الاخبار
""")
"""Headings of boxes that lead elsewhere."""

_CUE = phrases(r"""
\W*(?:a )?(?:lire|voir|relire|revoir|ecouter|decouvrir|read|see|watch|also|related|more|lea|vea|mehr|leggi)\b
\W*(?:اقرا|شاهد|طالع|انظر)
""")
"""Words that begin a pointer to another article."""

_OF_READERS = phrases(r"""
(?:\d+ |les |vos |voir les )?(?:commentaires?|comments?|responses?|comentarios)(?: ?\(?\d+\)?)?(?: des lecteurs)?
التعليقات(?: ?\(?\d+\)?)?
(?:laisse[rz]|ecrire|ajouter|poster|leave|add|post) (?:un|a|votre) (?:commentaire|comment|reponse|reply)
join the (?:conversation|discussion)
""")
"""Headings of what readers write."""

_OF_CALLS = phrases(r"""
(?:notre |la |our |the )?(?:newsletters?|infolettre)|restez informes?|stay (?:informed|connected|updated)
suivez[- ]nous|follow us
""")
"""Headings of calls to subscribe."""


@dataclass(slots=True)
class _Extent:
    """What an element holds: its blocks from `first` to `last`, its text, links and running text."""

    first: int
    last: int
    text: int = 0
    linked: int = 0
    links: int = 0
    prose: int = 0
    files: bool = False


def without_boxes(blocks: list[Leaf]) -> list[Leaf]:
    """`blocks` without farms of links, boxes under a heading such as « À lire aussi », and rows of teasers."""
    extents = _extents(blocks)
    page = sum(len(block.text) for block in blocks if block.prose)
    cut = {element for element, extent in extents.items() if _is_farm(element, extent)}
    cut |= {box for n, block in enumerate(blocks) if (box := _box(block, n, extents, page)) is not None}
    return _cut(blocks, cut | _teasers(blocks, extents, page))


def _cut(blocks: list[Leaf], cut: set[html.HtmlElement]) -> list[Leaf]:
    """`blocks` without those in the elements of `cut`, which leave the tree; the title is in none of them."""
    gone = {
        element
        for element in cut
        if element.find(".//h1") is None and not any(above in cut for above in element.iterancestors())
    }
    for element in gone:
        drop(element)
    return [
        block for block in blocks if not any(e in gone for e in (block.frame, *block.frame.iterancestors()))
    ]


def _extents(blocks: Sequence[Leaf]) -> dict[html.HtmlElement, _Extent]:
    extents: dict[html.HtmlElement, _Extent] = {}
    for n, block in enumerate(blocks):
        running = len(block.text) if block.prose else 0
        file = any(is_file(link.get("href") or "") for link in block.links)
        for element in (block.frame, *block.frame.iterancestors()):
            extent = extents.setdefault(element, _Extent(n, n))
            extent.last = n
            extent.text += len(block.text)
            extent.linked += block.linked
            extent.links += len(block.links)
            extent.prose += running
            extent.files = extent.files or file
    return extents


def _is_farm(element: html.HtmlElement, extent: _Extent) -> bool:
    """Whether an element holds links and no running text; a list of the article's own files is none."""
    if extent.links < 3 or extent.prose or extent.files or element.tag in ("body", "html", "h1"):
        return False
    return extent.linked * 10 >= extent.text * 6


def _box(block: Leaf, n: int, extents: dict[html.HtmlElement, _Extent], page: int) -> html.HtmlElement | None:
    """The element that a furniture heading begins, where the block is such a heading."""
    if len(block.text) > 60:
        return None
    line = plain(block.text)
    of_links, of_readers = _OF_LINKS.fullmatch(line), _OF_READERS.fullmatch(line)
    if not (of_links or of_readers or _OF_CALLS.fullmatch(line)):
        return None
    box = None
    for element in (block.frame, *block.frame.iterancestors()):
        extent = extents[element]
        if extent.first != n or element.tag in ("body", "html", "main") or extent.prose * 2 > page:
            break
        if extent.last > n and (of_readers or extent.links >= 2 or extent.prose == 0):
            box = element
    return box


def _teasers(
    blocks: Sequence[Leaf], extents: dict[html.HtmlElement, _Extent], page: int
) -> set[html.HtmlElement]:
    """Rows of three siblings or more that each hold a linked headline and a few words on it."""
    cards: dict[html.HtmlElement, list[html.HtmlElement]] = {}
    for block in blocks:
        if block.linked * 10 < len(block.text) * 9 or len(block.text) < 15:
            continue
        for element in (block.frame, *block.frame.iterancestors()):
            extent, parent = extents[element], element.getparent()
            if parent is None or extent.text > 500 or element.tag in ("a", "span", "h2", "h3", "h4", "p"):
                if extent.text > 500:
                    break
                continue
            if extent.last > extent.first and extent.links <= 4 and extents[parent].links >= 3:
                cards.setdefault(parent, []).append(element)
                break
    return {
        card
        for parent, row in cards.items()
        if len(row) >= 3
        and len({card.tag for card in row}) == 1
        and sum(extents[card].prose for card in row) * 2 <= page
        for card in row
    }


def without_pointers(blocks: list[Leaf]) -> list[Leaf]:
    """`blocks` without those that are nothing but a link to another article, or a cue with one; where most of
    a page is such, it is its content."""
    pointing = {
        block.frame: len(block.text)
        for block in blocks
        if block.tag in ("a", "p", "div", "span", "li", "section", "blockquote") and _points(block)
    }
    running = sum(len(block.text) for block in blocks if block.prose)
    return _cut(blocks, set(pointing)) if sum(pointing.values()) * 3 <= running else blocks


def _points(block: Leaf) -> bool:
    if not block.links or any(is_file(link.get("href") or "") for link in block.links):
        return False
    alone = len(block.links) == 1 and block.linked * 10 >= len(block.text) * 9 and is_headline(block.text)
    return alone or (block.linked * 2 >= len(block.text) and _CUE.match(plain(block.text)) is not None)


def without_rows(blocks: list[Leaf], is_title: Callable[[str], bool]) -> list[Leaf]:
    """`blocks` without tickers and rows of headlines that stand outside the running text."""
    texts = [block.text for block in blocks]
    title = next((n for n, block in enumerate(blocks) if is_title(block.text)), None)
    running = [n for n, block in enumerate(blocks) if block.prose and n >= (title or 0)]
    first, last = (running[0], running[-1] + 1) if running else (len(blocks), len(blocks))
    cut = {n for n in range(len(blocks)) if is_ticker(texts[n]) and blocks[n].tag not in _CELLS}
    cut |= rows(texts, 0, first if title is None else title)
    if title is not None:
        cut |= {
            n
            for n in rows(texts, title + 1, first, fewest=8)
            if blocks[n].tag != "li" or first - title > _MANY
        }
    beside = {blocks[n].frame.getparent() for n in running} | {blocks[n].frame for n in running}
    for row in _unbroken(rows(texts, last, len(blocks))):
        frames = {blocks[n].frame for n in row}
        its = any(frame in beside or frame.getparent() in beside for frame in frames)
        if not (its and len(row) < _MANY) and not any(frame.tag in _CELLS for frame in frames):
            cut.update(row)
    for position in cut:
        blocks[position].erase()
    return [block for position, block in enumerate(blocks) if position not in cut]


def _unbroken(positions: set[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for position in sorted(positions):
        if runs and runs[-1][-1] == position - 1:
            runs[-1].append(position)
        else:
            runs.append([position])
    return runs
