"""What surrounds an article and changes from one fetch to the next: tickers, boxes, counters, tokens."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html import escape

from tests.replica.articles import Article, load_articles
from tests.replica.ticker import ticker

NO_BREAKS = "\xa0" * 4
SLOTS = (
    "ticker",
    "related",
    "also",
    "counters",
    "comments",
    "nonce",
    "share",
    "newsletter",
    "advert",
    "images",
)


def _links(headlines: Sequence[str]) -> list[str]:
    return [f'<a href="/x/{abs(hash_of(line))}?s={n}">{escape(line)}</a>' for n, line in enumerate(headlines)]


def hash_of(text: str) -> int:
    return random.Random(text).getrandbits(32)


TICKERS: dict[str, Callable[[Sequence[str]], str]] = {
    "marquee": lambda lines: f"<marquee>{NO_BREAKS.join(_links(lines))}</marquee>",
    "linked list": lambda lines: "<ul>" + "".join(f"<li>{link}</li>" for link in _links(lines)) + "</ul>",
    "plain list": lambda lines: "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>",
    "paragraphs": lambda lines: "".join(f"<p>{escape(line)}</p>" for line in lines),
    "linked paragraphs": lambda lines: "".join(f"<p>{link}</p>" for link in _links(lines)),
    "one line": lambda lines: f"<div>{escape(NO_BREAKS.join(lines))}{NO_BREAKS}</div>",
    "one paragraph": lambda lines: f"<p>{NO_BREAKS.join(_links(lines))}</p>",
    "bullets": lambda lines: f"<div>{escape(' • '.join(lines))}</div>",
    "spans": lambda lines: "<div>" + "".join(f"<span>{escape(line)}</span> " for line in lines) + "</div>",
    "lines": lambda lines: "<div>" + "<br>".join(map(escape, lines)) + "</div>",
    "divs": lambda lines: "<div>" + "".join(f"<div>{escape(line)}</div>" for line in lines) + "</div>",
}


_CALLS = (
    "Abonnez-vous à notre newsletter",
    "Recevez chaque matin l'essentiel de l'actualité dans votre boîte mail.",
)
_COMMENTS = (
    "Très bon article, merci à la rédaction. On attend la suite avec impatience, comme toujours.",
    "Je ne suis pas d'accord avec cette analyse : les chiffres de l'an dernier disaient le contraire.",
    "Et les régions du Sud alors ? Personne n'en parle jamais, et c'est bien dommage pour les habitants.",
    "Bravo ! Enfin une bonne nouvelle pour le secteur, que nous attendions depuis longtemps au village.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paint:
    """The surroundings of one fetch. Each slot has a seed of its own: one that is raised turns it over."""

    seeds: tuple[tuple[str, int], ...] = tuple((slot, 1) for slot in SLOTS)
    ticker_markup: str = "marquee"
    classes: str = ""
    language: str = "fr"
    off: frozenset[str] = frozenset()
    pool: Sequence[Article] = field(default_factory=lambda: tuple(load_articles().values()))

    def turned(self, *slots: str) -> "Paint":
        """The paint of a later fetch, in which these slots (all, where none is named) have turned over."""
        return replace(
            self, seeds=tuple((slot, seed + (slot in (slots or SLOTS))) for slot, seed in self.seeds)
        )

    def without(self, *slots: str) -> "Paint":
        return replace(self, off=self.off | set(slots))

    def random(self, slot: str) -> random.Random:
        return random.Random(f"{slot} {dict(self.seeds)[slot]}")

    def headlines(self, count: int = 48) -> list[str]:
        at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=7 * dict(self.seeds)["ticker"])
        return list(ticker(at))[:count]

    def ticker(self) -> str:
        return "" if "ticker" in self.off else TICKERS[self.ticker_markup](self.headlines())

    def name(self, name: str) -> str:
        """A class attribute, its names churned as this paint churns them."""
        if self.classes == "hashed":
            return f' class="{name} css-{self.random("nonce").getrandbits(24):06x}"'
        if self.classes == "renamed":
            return f' class="c{hash_of(name + str(dict(self.seeds)["nonce"])) % 10**6}"'
        if self.classes == "none":
            return ""
        return f' class="{name}"'

    def nonce(self) -> str:
        return f"{self.random('nonce').getrandbits(64):016x}"

    def titles(self, slot: str, count: int) -> list[str]:
        return [article.title for article in self.random(slot).sample(list(self.pool), count)]

    def related(self, heading: str = "À lire aussi", count: int = 5) -> str:
        if "related" in self.off:
            return ""
        items = "".join(
            f'<li><a href="/a/{hash_of(title)}"><img src="/i/{hash_of(title)}.jpg?v={self.nonce()}">{escape(title)}</a>'
            f" <span>il y a {n + 2} heures</span></li>"
            for n, title in enumerate(self.titles("related", count))
        )
        return f"<div{self.name('related-posts')}><h3>{heading}</h3><ul>{items}</ul></div>"

    def cards(self, count: int = 4) -> str:
        """A row of teasers: picture, title, the beginning of a text."""
        if "related" in self.off:
            return ""
        chosen = self.random("related").sample(list(self.pool), count)
        cards = "".join(
            f'<div{self.name("card")}><a href="/a/{one.id}"><h4>{escape(one.title)}</h4></a>'
            f"<p>{escape(one.blocks[0].removeprefix('## ')[:140])}…</p></div>"
            for one in chosen
        )
        return f"<section{self.name('more-stories')}><h3>Plus d'articles</h3>{cards}</section>"

    def also(self) -> str:
        if "also" in self.off:
            return ""
        title = self.titles("also", 1)[0]
        return f'<p><strong>LIRE AUSSI : <a href="/a/{hash_of(title)}">{escape(title)}</a></strong></p>'

    def share(self) -> str:
        if "share" in self.off:
            return ""
        names = ["Facebook", "X", "WhatsApp", "LinkedIn"]
        self.random("share").shuffle(names)
        links = " ".join(f'<a href="https://s.example/{name}?t={self.nonce()}">{name}</a>' for name in names)
        return f"<div{self.name('share-bar')}>Partager : {links}</div>"

    def newsletter(self) -> str:
        if "newsletter" in self.off:
            return ""
        call = _CALLS[dict(self.seeds)["newsletter"] % 2]
        return (
            f"<div{self.name('newsletter-box')}><h4>Newsletter</h4><p>{call}</p>"
            f'<form action="/n"><input type="email" name="e"><button>S\'inscrire</button></form></div>'
        )

    def advert(self) -> str:
        if "advert" in self.off:
            return ""
        rng = self.random("advert")
        if rng.random() < 0.3:
            return ""
        return f'<div{self.name("ad-slot")} id="div-gpt-ad-{rng.randrange(10**9)}-0"><span>Publicité</span></div>'

    def views(self) -> str:
        if "counters" in self.off:
            return ""
        rng = self.random("counters")
        return f"<span>{rng.randrange(1000, 90000)} vues</span> <span>{rng.randrange(90)} commentaires</span>"

    def age(self) -> str:
        if "counters" in self.off:
            return ""
        return f"<span>il y a {dict(self.seeds)['counters'] * 3} heures</span>"

    def comments(self) -> str:
        if "comments" in self.off:
            return ""
        rng = self.random("comments")
        items = "".join(
            f"<li><div{self.name('comment-meta')}><b>lecteur{rng.randrange(999)}</b> "
            f"il y a {rng.randrange(1, 20)} heures</div>"
            f"<p>{escape(text)}</p></li>"
            for text in rng.sample(_COMMENTS, 3)
        )
        return f'<div{self.name("comments-area")} id="comments"><h3>Commentaires</h3><ol>{items}</ol></div>'

    def image(self) -> str:
        if "images" in self.off:
            return ""
        rng = self.random("images")
        source = f"/photo/{rng.randrange(10**6)}.jpg?w={rng.randrange(900)}"
        return f'<figure><img src="{source}" alt=""><figcaption>Ph. DR</figcaption></figure>'
