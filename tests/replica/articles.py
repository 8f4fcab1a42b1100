"""The articles that the replica serves: their files read into values."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

FOLDER = Path(__file__).parent / "articles"
SITES = ("maghress", "haca", "lopinion", "leseco", "lodj")
SUBHEAD = "## "


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Where Maghress prints an article: the journal's name in addresses, and that journal's own counter."""

    journal: str
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A PDF that an article hands out: its file name as the site stores it, and the link's text."""

    file: str
    label: str
    edition: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as it stands at one moment.

    A block that starts with `## ` is a subhead. `typeset` overrides the site's own typography, `metered`
    says that the site shows a teaser, `gone` is the status it answers with once withdrawn.
    """

    name: str
    site: str
    title: str
    rubric: str
    language: str
    published: datetime
    id: int
    slug: str
    blocks: tuple[str, ...]
    topics: tuple[str, ...] = ()
    author: str = ""
    maghress: Copy | None = None
    studies: tuple[Study, ...] = ()
    updated: datetime
    typeset: str = ""
    metered: bool = False
    gone: int | None = None

    @property
    def sites(self) -> tuple[str, ...]:
        """The sites that print the article, its own first."""
        copied = self.maghress is not None and self.site != "maghress"
        return (self.site, "maghress") if copied else (self.site,)


def load_articles(folder: Path = FOLDER) -> Mapping[str, Article]:
    """All articles by name. A file that does not fit raises ValueError, naming the file."""
    articles = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            article = _article(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path}: {error!r}") from error
        articles[article.name] = article
    return articles


def _article(name: str, table: dict[str, object]) -> Article:
    fields = dict(table)
    copy, studies = fields.pop("maghress", None), fields.pop("attachments", [])
    blocks = str(fields.pop("body")).splitlines()
    article = Article(
        name=name,
        blocks=tuple(block.strip() for block in blocks if block.strip()),
        topics=tuple(fields.pop("topics")),  # type: ignore[arg-type]
        maghress=Copy(**copy) if isinstance(copy, dict) else None,
        studies=tuple(Study(**study) for study in studies),  # type: ignore[attr-defined]
        updated=fields["published"],  # type: ignore[arg-type]
        **fields,  # type: ignore[arg-type]
    )
    if article.site not in SITES:
        raise ValueError(f"site {article.site!r} is none of {', '.join(SITES)}")
    if article.site == "maghress" and article.maghress is None:
        raise ValueError("an article of maghress alone needs its journal and id")
    if article.published.tzinfo is None or not article.blocks:
        raise ValueError("published needs its zone, and body its paragraphs")
    return article
