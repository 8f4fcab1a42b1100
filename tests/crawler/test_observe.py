"""What a page is: an article, or what stands in its place."""

import pickle
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.observe import compared, observe, side_by_side
from crawler.quality import is_broken_off, of_status
from crawler.source import Source
from storage.fold import fingerprint
from storage.records import Document, Observation, Page, Version
from storage.vocabulary import Outcome

SOURCE = Source(
    name="courrier",
    title="Le Courrier",
    site="https://courrier.example/",
    discovery=(),
    article=re.compile(r"https://courrier\.example/.+"),
)
TITLE = "Un fonds de garantie pour les librairies de quartier"
BLOCKS = [
    "Le ministère a présenté mardi un fonds de garantie pour les librairies, doté de 45 millions de dirhams.",
    "Selon la note de cadrage, le fonds couvrira jusqu'à 60 % des prêts, et 300.000 dirhams par dossier.",
    "Les libraires saluent la mesure mais demandent un calendrier : le premier guichet n'ouvrira pas avant l'automne.",
    "Une commission mixte, où siègent les éditeurs et les régions, examinera les demandes tous les deux mois.",
    "Dix villes sont concernées la première année, dont Oujda, Settat et Béni Mellal ; les autres suivront en 2028.",
    "Le texte doit encore passer devant le Conseil du gouvernement, où il est inscrit à l'ordre du jour de jeudi.",
    "Pour mémoire, le pays compte quelque 720 librairies, moitié moins qu'il y a quinze ans.",
]


def body_of(title: str, blocks: list[str], rest: str = "") -> str:
    content = "".join(f"<p>{block}</p>" for block in blocks)
    return (
        f"<!DOCTYPE html><html lang=fr><head><meta charset=utf-8><title>{title} - Le Courrier</title></head><body>"
        f"<header><nav><a href=/a>Politique</a> <a href=/b>Culture</a> <a href=/c>Sport</a></nav></header>"
        f"<main><h1>{title}</h1><div>{content}</div>{rest}</main><footer>© Le Courrier</footer></body></html>"
    )


def page(
    text: str | bytes, status: int = 200, address: str = "", kind: str = "text/html; charset=utf-8"
) -> Page:
    asked = "https://courrier.example/culture/fonds-librairies"
    return Page(
        source="courrier",
        requested=asked,
        address=address or asked,
        fetched_at=datetime(2026, 11, 20, tzinfo=UTC),
        status=status,
        headers={"content-type": kind},
        body=text.encode() if isinstance(text, str) else text,
    )


GOOD = page(body_of(TITLE, BLOCKS))


def known() -> Document:
    document = observe(GOOD, SOURCE).document
    assert document is not None
    return document


def test_an_article_is_one() -> None:
    seen = observe(GOOD, SOURCE)
    assert seen.outcome is Outcome.ARTICLE
    assert seen.document is not None
    assert (seen.document.title, list(seen.document.blocks)) == (TITLE, BLOCKS)
    assert seen.page.decoding is not None


def test_a_short_article_is_one() -> None:
    assert observe(page(body_of(TITLE, BLOCKS[:2])), SOURCE).outcome is Outcome.ARTICLE


ABOUT = [
    (
        "Cookies : la CNDP rappelle les règles du consentement",
        "La Commission rappelle que les sites doivent recueillir le consentement avant de déposer des cookies. "
        "Le bouton « Continuer sans accepter » doit être aussi visible que « Tout accepter ». Trois éditeurs ont été "
        "mis en demeure cette année, et deux d'entre eux ont changé leur bandeau. Les plaintes ont doublé en un an.",
    ),
    (
        "Les captchas, ces énigmes qui lassent les internautes",
        "« Je ne suis pas un robot » : la phrase s'affiche des millions de fois par jour. Une équipe de l'université "
        "de Fès a mesuré le temps perdu, soit onze secondes en moyenne. Les chercheurs proposent une autre voie, "
        "fondée sur la preuve de travail, que deux administrations testent depuis septembre.",
    ),
    (
        "Le site de la loterie en maintenance : ce que l'on sait",
        "Le site de la loterie nationale est resté en maintenance pendant deux jours, a-t-on appris lundi. Selon "
        "l'opérateur, une panne électrique a touché un centre de données de Casablanca. Les gains sont garantis, et "
        "les tirages ont eu lieu sous contrôle d'huissier, assure la direction, qui présente ses excuses.",
    ),
    (
        "Presse : l'abonnement numérique progresse, les murs payants aussi",
        "Un tiers des quotidiens affiche désormais « Cet article est réservé aux abonnés » dès le deuxième "
        "paragraphe. L'étude, menée auprès de 34 titres, montre que les lecteurs de moins de trente ans ne paient pas "
        "davantage. Les éditeurs répondent que la publicité ne suffit plus à payer les rédactions régionales.",
    ),
    (
        "Page introuvable : quand les archives du web disparaissent",
        "Près de 38 % des pages publiées en 2013 n'existent plus, selon une étude. Le phénomène touche d'abord les "
        "sites publics, dont les adresses changent à chaque refonte. Des bibliothécaires marocains ont entrepris de "
        "recenser ce qui peut encore être sauvé, et demandent un dépôt légal du web, comme il existe en France.",
    ),
]


@pytest.mark.parametrize(("title", "text"), ABOUT)
def test_an_article_about_walls_is_no_wall(title: str, text: str) -> None:
    seen = observe(
        page(body_of(title, [text, text.replace("La ", "Cette ").replace("Le ", "Ce "), *BLOCKS[3:4]])),
        SOURCE,
    )
    assert seen.outcome is Outcome.ARTICLE, seen.reason


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (404, Outcome.GONE),
        (410, Outcome.GONE),
        (403, Outcome.FORBIDDEN),
        (401, Outcome.FORBIDDEN),
        (429, Outcome.RATE_LIMITED),
        (500, Outcome.SERVER_ERROR),
        (502, Outcome.SERVER_ERROR),
        (503, Outcome.SERVER_ERROR),
        (402, Outcome.PAYWALL),
    ],
)
def test_a_status_is_believed(status: int, outcome: Outcome) -> None:
    seen = observe(page("<html><body><p>Erreur</p></body></html>", status), SOURCE)
    assert (seen.outcome, seen.document) == (outcome, None)
    assert str(status) in seen.reason


def test_good_statuses_say_nothing() -> None:
    assert of_status(200) is None
    assert of_status(304) is None


def test_not_modified_is_no_page() -> None:
    assert observe(page(b"", 304), SOURCE).outcome is Outcome.NOT_MODIFIED


def test_an_article_says_which_hints_are_idle() -> None:
    seen = observe(GOOD, replace(SOURCE, content="//main", byline="//address"))
    assert (seen.outcome, "//address" in seen.reason, "//main" in seen.reason) == (
        Outcome.ARTICLE,
        True,
        False,
    )


def test_a_redirect_to_the_front_page() -> None:
    for home in (
        "https://courrier.example/",
        "https://www.courrier.example/fr",
        "https://courrier.example/index.php",
    ):
        assert observe(replace(GOOD, address=home), SOURCE).outcome is Outcome.REDIRECTED_HOME


def test_a_front_page_that_was_asked_for_is_not_redirected() -> None:
    home = replace(GOOD, requested="https://courrier.example/", address="https://courrier.example/")
    assert observe(home, SOURCE).outcome is not Outcome.REDIRECTED_HOME


def test_a_file_is_an_attachment() -> None:
    assert observe(page(b"%PDF-1.7", kind="application/pdf"), SOURCE).outcome is Outcome.ATTACHMENT


def test_a_teaser_of_a_page_never_seen_is_a_paywall() -> None:
    notice = "<div><p>Cet article est réservé aux abonnés.</p><p>Abonnez-vous pour lire la suite.</p></div>"
    seen = observe(page(body_of(TITLE, [BLOCKS[0] + "..."], notice)), SOURCE)
    assert (seen.outcome, seen.document) == (Outcome.PAYWALL, None)


def test_a_teaser_that_only_the_past_betrays() -> None:
    teaser = page(body_of(TITLE, [BLOCKS[0][:-1] + "..."]))
    assert observe(teaser, SOURCE, known()).outcome in (Outcome.PAYWALL, Outcome.EXTRACT_FAILED)


def test_a_full_text_with_a_notice_to_subscribers_somewhere_is_an_article() -> None:
    rest = "<div><a href=/s>Déjà abonné ? Connectez-vous</a> <p>Abonnez-vous pour lire tous nos articles.</p></div>"
    assert observe(page(body_of(TITLE, BLOCKS * 2, rest)), SOURCE, known()).outcome is Outcome.ARTICLE


def test_an_edit_is_no_collapse() -> None:
    for blocks in (BLOCKS[:-1], BLOCKS[1:], BLOCKS[:3] + BLOCKS[5:], [*BLOCKS, BLOCKS[0]], BLOCKS[::-1]):
        assert observe(page(body_of(TITLE, blocks)), SOURCE, known()).outcome is Outcome.ARTICLE


def test_an_emptied_page() -> None:
    gone = page(body_of(TITLE, []))
    assert observe(gone, SOURCE, known()).outcome is Outcome.EXTRACT_FAILED


def test_another_text_altogether() -> None:
    offer = [
        "Retrouvez toutes les rubriques du journal dans une application repensée, plus rapide et plus claire."
    ] * 4
    offer = [f"{line} Version {n}, disponible dès aujourd'hui." for n, line in enumerate(offer)]
    seen = observe(page(body_of("Notre application fait peau neuve", offer)), SOURCE, known())
    assert (seen.outcome, seen.document) == (Outcome.SOFT_404, None)


def test_a_page_cut_between_two_paragraphs_is_told_by_the_past() -> None:
    markup = body_of(TITLE, BLOCKS).replace("<main>", "").replace("</main>", "")
    cut = markup[: markup.index(BLOCKS[5]) - 3]
    assert observe(page(cut), SOURCE).outcome is Outcome.ARTICLE
    assert observe(page(cut), SOURCE, known()).outcome is Outcome.TRUNCATED


def test_a_plain_text_that_breaks_off() -> None:
    whole = "\n".join([TITLE, "", *BLOCKS])
    first = observe(page(whole, kind="text/plain"), SOURCE).document
    assert first is not None
    assert list(first.blocks) == BLOCKS
    assert observe(page(whole[:-40], kind="text/plain"), SOURCE, first).outcome is Outcome.TRUNCATED


def test_one_damaged_byte_is_told_from_an_edit() -> None:
    damaged = GOOD.body.replace("présenté".encode(), b"pr\xe9sent\xe9", 1)
    seen = observe(replace(GOOD, body=damaged), SOURCE, known())
    assert seen.outcome is Outcome.SUSPECT_DECODING
    edited = damaged.replace(b"45 millions", b"46 millions")
    assert observe(replace(GOOD, body=edited), SOURCE, known()).outcome is Outcome.ARTICLE


def test_a_body_read_in_the_wrong_charset_is_told_from_an_edit() -> None:
    dear = replace(known(), blocks=(*known().blocks[:-1], "Le prix est de 7 £ à l'entrée du musée."))
    misread = replace(dear, blocks=tuple(block.encode().decode("cp1252", "replace") for block in dear.blocks))
    look = Observation(outcome=Outcome.ARTICLE, page=page(""), document=misread)
    assert compared(look, dear).outcome is Outcome.SUSPECT_DECODING
    renamed = replace(look, document=replace(dear, title="Un autre titre pour la même étude"))
    assert compared(renamed, dear) is renamed


def test_a_lone_paragraph_keeps_what_stands_beside_it() -> None:
    last = "La séance reprendra lundi à Rabat."
    seen = observe(page(body_of(TITLE, [BLOCKS[0], last])), SOURCE)
    assert seen.document is not None and seen.document.blocks == (BLOCKS[0], last)
    assert (
        observe(page(body_of(TITLE, [BLOCKS[0], "Cet article est réservé à nos abonnés."])), SOURCE).outcome
        is Outcome.PAYWALL
    )


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Cette page a disparu. Nous ne trouvons plus la page demandée.", Outcome.SOFT_404),
        ("لا يوجد ما تبحث عنه. يمكنك العودة إلى الصفحة الرئيسية", Outcome.SOFT_404),
        ("Aucune publication ne correspond à votre demande", Outcome.SOFT_404),
        ("Pour accéder gratuitement au site, acceptez le dépôt de cookies", Outcome.CONSENT_WALL),
        ("Please enable JS and disable any ad blocker", Outcome.BOT_WALL),
    ],
)
def test_walls_in_other_words(text: str, outcome: Outcome) -> None:
    assert observe(page(body_of("Le Courrier", [text])), SOURCE).outcome is outcome


def test_what_is_known_can_be_held_against_an_observation_later() -> None:
    look = observe(page(body_of(TITLE, [BLOCKS[0][:-1] + "..."])), SOURCE)
    assert look.outcome is Outcome.ARTICLE
    assert compared(look, None) is look
    assert compared(look, known()).document is None


def test_the_words_of_an_older_version_are_whole() -> None:
    document = replace(known(), blocks=(*known().blocks[:-1], known().blocks[-1][:-10]))
    look = Observation(outcome=Outcome.ARTICLE, page=page(""), document=document)
    latest = Version(number=2, seen_at=look.page.fetched_at, document=known(), fingerprint="", extractor="")
    assert side_by_side(look, latest)[0].outcome is Outcome.TRUNCATED
    assert side_by_side(look, latest, {fingerprint(document): 1})[0] is look


@pytest.mark.parametrize(
    ("markup", "broken"),
    [
        ("<html><body><div><p>Une phrase entière.</p></div></body></html>", False),
        ("<html><body><p>Une phrase entière.</p><p>Une autre.", False),
        ("<html><body><ul><li>un<li>deux</ul><p>Une phrase entière.", False),
        ("<p>Un fragment sans tête ni pied", False),
        ("<html><body><div><p>Une phrase entière.</p>", False),  # a slip of the template
        ("<html><body><main><div><p>Une phrase entière.</p>", True),
        ("<html><body><p>Une phrase entière.</p><p>Une autre qui n'est pas", True),
        ("<html><body><p>Une phrase.</p><a href='/x", True),
        ("<html><body><p>Une phrase.</p><script>var a = 1;", True),
    ],
)
def test_a_page_that_breaks_off(markup: str, broken: bool) -> None:
    assert is_broken_off(markup) is broken


def test_an_observation_goes_to_another_process_and_back() -> None:
    seen = observe(GOOD, SOURCE, known())
    assert pickle.loads(pickle.dumps(seen)) == seen
    assert pickle.loads(pickle.dumps(SOURCE)) == SOURCE


def test_looking_twice_shows_the_same() -> None:
    first = observe(GOOD, SOURCE)
    for _ in range(6):
        assert observe(GOOD, SOURCE) == first
