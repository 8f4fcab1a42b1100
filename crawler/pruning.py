"""Owns the cutting of what surrounds an article out of its page: menus, farms of links, tickers, inserts."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from lxml import etree, html

from crawler.blocks import Leaf, leaves
from crawler.boxes import without_boxes, without_pointers, without_rows
from crawler.markup import drop, found

_LARGEST_SIGN_UP = 450
_NEVER = re.findall(
    r"\w+",
    "script style noscript template iframe frame svg canvas object embed applet audio video map math select input"
    " textarea button datalist dialog marquee blink nav menu figcaption picture source track head progress meter",
)
_ASIDE = ("footer", "aside", "form", "header", "figure", "details")
_ROLES = re.compile(
    r"navigation|banner|contentinfo|complementary|search|(?:alert)?dialog|menu(?:bar)?|toolbar|tablist|marquee|status"
    r"|log|timer|alert"
)

_WORDS = re.compile(
    r"(?:nav|navbar|navigation|navbox|subnav|menu|submenu|megamenu|breadcrumbs?|ariane|footer|sidebar|rail|recirc\w*"
    r"|related\w*|recommend(?:ed|ations?)|suggest(?:ed|ions?)|shar(?:e|er|ing|ebar|edaddy|ethis)|addthis|addtoany|a2a"
    r"|social\w*|comments?|commentlist|commentform|disqus|livefyre|newsletters?|mailing|signup|subscribe|optin"
    r"|promos?|promobox|advert\w*|ads?|adbox|adslot|adsbygoogle|adunit|dfp|gpt|publicites?|sponsor(?:ed|s)?|taboola"
    r"|outbrain|banner|cookies?|consent|gdpr|rgpd|onetrust|didomi|popup|popin|modal|overlay|toast|\w*ticker|marquee"
    r"|breaking|trending|popular|most(?:read|viewed|popular|commented)|tags|taglist|tagcloud|pagination|pager|paging"
    r"|skiplink|readmore|readalso|lireaussi|alire|toolbar|tools|textsize|fontsize|carousel|slider|swiper|slick|toc"
    r"|captions?|credits?|copyright|crosslinks?|crosspromo|followus|backtotop|reactions?|ratings?|votes?|poll|sondage"
    r"|weather|meteo|horoscope|countdown|viewcount|postviews|counters?|infobulle|tooltip|legende|cutline)"
)
_PAIRS = re.compile(
    r"(?:^|\b)(?:most|top|latest|more|other|next|prev(?:ious)?|read|see|lire|voir|plus|derni[eè]re?s|autres|meme)[-_]"
    r"(?:read|viewed|popular|stories|news|posts?|articles?|also|aussi|lus?|rubrique|theme|infos?|actus?)(?:$|\b|[-_])"
    r"|(?:^|\b|[-_])(?:author[-_](?:bio|box|card|info)|about[-_]author|sign[-_]up|back[-_]to[-_]top|skip[-_]link"
    r"|print[-_](?:logo|site\w*|source\w*|links|footnote|hr|breadcrumb)|font[-_]size|text[-_]size|inread"
    r"|call[-_]to[-_]action|a[-_]lire|infinite[-_]scroll)(?:$|\b|[-_])"
)
_WHOLE = re.compile(r"widgets?|hidden|hide|sr-only|visually-?hidden|screen-reader-text|respond")
# Layouts that are named for what stands beside the article, and WordPress's names for what it is about.
_HARMLESS = re.compile(
    r"(?:has|with|without|no|content|main)[-_]\w*(?:sidebar|banner|ads?|comments?)\b.*|\w+[-_]sidebar[-_](?:wrap|layout)\w*"
    r"|(?:tag|category|format|type|status|post_tag)-.*|comments?[-_](?:open|closed|enabled|disabled|on|off)"
)
_COMMENTS = re.compile(r"\b(?:comments?|comment-?list|disqus|livefyre|commentaires)\b", re.I)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)


def prune(
    tree: html.HtmlElement,
    hints: Iterable[str] = (),
    *,
    is_title: Callable[[str], bool],
    kept: frozenset[html.HtmlElement] = frozenset(),
) -> tuple[list[Leaf], list[str]]:
    """Cut the furniture out of `tree`, in place; the blocks that are left, and the hints that matched nothing.

    What holds much of the page's text is never cut by its name alone, nor is an element of `kept` or one
    around it. The head goes too: read it before.
    """
    idle = [hint for hint in hints if not _cut_hint(tree, hint)]
    body = tree.find("body") if tree.tag != "body" else tree
    tree = body if body is not None else tree
    _cut_sign_ups(tree)
    etree.strip_elements(tree, *_NEVER, with_tail=False)
    _cut_named(tree, kept | {above for element in kept for above in element.iterancestors()})
    return without_pointers(without_rows(without_boxes(leaves(tree)), is_title)), idle


def _cut_hint(tree: html.HtmlElement, hint: str) -> bool:
    nodes = found(tree, hint)
    for node in nodes:
        drop(node)
    return bool(nodes)


def _cut_sign_ups(tree: html.HtmlElement) -> None:
    """Cut the boxes around fields for a mail address: their words are calls to subscribe."""
    for field in [node for node in tree.iter("input") if (node.get("type") or "").lower() == "email"]:
        box = field
        for element in field.iterancestors():
            if element.tag in ("body", "main", "article", "html") or element.find(".//h1") is not None:
                break
            if len(element.text_content()) > _LARGEST_SIGN_UP:
                break
            box = element
        if box is not field:
            drop(box)


def _cut_named(tree: html.HtmlElement, kept: frozenset[html.HtmlElement]) -> None:
    """Cut elements whose tag, role, class, id or style says that they are not the article."""
    page = _Mass(tree)
    pending = [tree]
    while pending:
        for element in list(pending.pop()):
            if element not in kept and _named_furniture(element) and not page.mostly_in(element):
                drop(element)
            elif len(element):
                pending.append(element)


def _named_furniture(element: html.HtmlElement) -> bool:
    tag = element.tag
    if tag in ("html", "body", "main", "h1"):
        return False
    if tag in _ASIDE:
        if tag == "header":
            if not any(parent.tag in ("article", "main") for parent in element.iterancestors()):
                return True
        elif tag == "figure":
            return element.find(".//table") is None
        elif tag != "details":
            return True
    attributes = element.attrib
    if not attributes:
        return False
    if (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or _ROLES.fullmatch(attributes.get("role", ""))
    ):
        return True
    if "style" in attributes and _HIDDEN.search(attributes["style"]):
        return True
    return names_furniture(f"{attributes.get('class', '')} {attributes.get('id', '')}")


@lru_cache(maxsize=4096)
def names_furniture(names: str) -> bool:
    """Whether a class or id attribute names furniture, by whole words of its names."""
    for name in names.split():
        plain = _HUMP.sub("-", name).lower()
        if _HARMLESS.fullmatch(plain):
            continue
        if _WHOLE.fullmatch(plain):
            return True
        if any(_WORDS.fullmatch(word) for word in re.split(r"[^a-z0-9]+", plain)) or _PAIRS.search(plain):
            return True
    return False


class _Mass:
    """How much text a page holds, in paragraphs where it has them."""

    def __init__(self, tree: html.HtmlElement) -> None:
        self.paragraphs = _paragraphs(tree)
        self.text = len(tree.text_content())

    def mostly_in(self, element: html.HtmlElement) -> bool:
        """Whether an element holds the title, or so much of the page's text that the article may be in it."""
        if len(element) == 0:
            return False
        if element.find(".//h1") is not None or element.find(".//main") is not None:
            return True
        size = len(element.text_content())
        if size < 250 or _COMMENTS.search(f"{element.get('class', '')} {element.get('id', '')}"):
            return False
        if self.paragraphs >= 500:
            return _paragraphs(element) * 2 > self.paragraphs
        linked = sum(len(link.text_content()) for link in element.iter("a"))
        return size * 20 > self.text * 7 and linked * 2 < size


def _paragraphs(tree: html.HtmlElement) -> int:
    return sum(len(paragraph.text_content()) for paragraph in tree.iter("p"))
