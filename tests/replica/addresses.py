"""The real addresses under which the sites print an article, the one they call canonical first."""

import uuid
from urllib.parse import quote

from tests.replica.articles import Article
from tests.replica.wording import ascii_slug

JOURNALS = {
    "lopinion": ("L'opinion", "https://www.lopinion.ma/"),
    "lesechos": ("Les ECO", "https://leseco.ma/"),
    "ecoactu": ("EcoActu", "https://ecoactu.ma/"),
    "infomarruecos": ("Infomarruecos", "https://infomarruecos.ma/"),
    "attajdid": ("التجديد", "http://www.attajdid.ma/"),
    "assahifa": ("الصحيفة", "https://www.assahifa.com/"),
    "kech24": ("كش 24", "https://kech24.com/"),
    "rissalatalomma": ("رسالة الأمة", "http://www.rissalatalomma.com/"),
    "alittihad": ("الاتحاد الاشتراكي", "https://www.alittihad.info/"),
}
"""Each journal of Maghress: its name as printed, and its own site."""


def addresses(article: Article, site: str) -> tuple[str, ...]:
    """All addresses of the article on one of its sites: the canonical one, then its other forms."""
    return _FORMS[site](article)


def _maghress(article: Article) -> tuple[str, ...]:
    assert article.maghress
    side = "" if article.language == "ar" else "fr/"
    path = f"{side}{article.maghress.journal}/{article.maghress.id}"
    return (f"https://www.maghress.com/{path}", f"https://maghress.com/{path}")


def haca_alias(article: Article) -> str:
    """The path of the alias: under `actualites` for news, else at the top, as long as the site cuts it."""
    folder = "actualites/" if ascii_slug(article.rubric) in ("actualites", "actualite") else ""
    return f"/{article.language}/{folder}{article.slug[:100]}"


def _haca(article: Article) -> tuple[str, ...]:
    paths = (
        quote(haca_alias(article)),
        f"/{article.language}/node/{article.id}",
        f"/{article.language}/print/{article.id}",
    )
    return tuple(f"https://{host}{path}" for host in ("www.haca.ma", "haca.ma") for path in paths)


def lopinion_path(article: Article) -> str:
    """The path of generation 2, with the identifier that its own links append."""
    mark = uuid.uuid5(uuid.NAMESPACE_URL, f"lopinion:{article.id}")
    return f"/fr/{ascii_slug(article.rubric)}/{quote(article.slug)}_a{article.id}?articleId={mark}"


def titled(article: Article) -> str:
    """The slug in the WMaker manner: `Titre-Avec-Tirets`."""
    return quote("-".join(word.capitalize() if word.islower() else word for word in article.slug.split("-")))


def _lopinion(article: Article) -> tuple[str, ...]:
    path = lopinion_path(article)
    bare = path.partition("?")[0]
    return (
        f"https://lopinion.ma{bare}",
        f"https://lopinion.ma{path}",
        f"https://www.lopinion.ma{bare}",
        f"https://www.lopinion.ma/{titled(article)}_a{article.id}.html",
    )


def _leseco(article: Article) -> tuple[str, ...]:
    path = f"{ascii_slug(article.rubric)}/{quote(article.slug)}.html"
    return (
        f"https://leseco.ma/{path}",
        f"https://leseco.ma/?p={article.id}",
        f"https://www.leseco.ma/{path}",
    )


def _lodj(article: Article) -> tuple[str, ...]:
    stem = f"{quote(article.slug)}_a{article.id}"
    return (
        f"https://www.lodj.ma/{stem}.html",
        f"https://www.lodj.ma/{stem}.amp.html",
        f"https://www.lodj.ma/{stem}.html?print=1",
        f"https://lodj.ma/{stem}.html",
        f"https://m.lodj.ma/{stem}.html",
    )


_FORMS = {
    "maghress": _maghress,
    "haca": _haca,
    "lopinion": _lopinion,
    "leseco": _leseco,
    "lodj": _lodj,
}


def origin(article: Article) -> str:
    """What Maghress links below its copy: the article on its own site, or its journal's home."""
    assert article.maghress
    if article.site != "maghress":
        return addresses(article, article.site)[0]
    return JOURNALS.get(article.maghress.journal, ("", f"https://www.{article.maghress.journal}.ma/"))[1]
