"""The calendar: each event changes exactly what it says, where and while it says so."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.replica.articles import load_articles
from tests.replica.calendar import Event, load_calendar
from tests.replica.reading import fetch, lines
from tests.replica.server import Replica

MOMENT = timedelta(minutes=1)
CALENDAR = load_calendar()
DAY_1, DAY_2, DAY_3 = (datetime(2026, 11, day, tzinfo=UTC) for day in (16, 17, 18))


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    with Replica(knobs=frozenset()) as replica:
        yield replica


def event(name: str) -> Event:
    return next(event for event in CALENDAR.events if event.name == name)


def at_both_sides(replica: Replica, event: Event, address: str) -> tuple[str, str]:
    """The page just before the event and at it."""
    pages = []
    for at in (event.at - MOMENT, event.at):
        replica.at = at
        pages.append(fetch(replica, address).text)
    return pages[0], pages[1]


def body(replica: Replica, event: Event) -> tuple[list[str], list[str]]:
    pages = at_both_sides(replica, event, replica.truth().address(event.article, event.site))
    return lines(pages[0], event.site), lines(pages[1], event.site)


def differing(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    return [line for line in old if line not in new], [line for line in new if line not in old]


def test_the_figure_of_seed_004_and_nothing_else(replica: Replica) -> None:
    address = replica.truth().address("seed-004", "maghress")
    old, new = at_both_sides(replica, event("one figure"), address)
    assert old.count("240.000") == 1
    assert new == old.replace("240.000", "140.000")


def test_a_new_title_leaves_the_text(replica: Replica) -> None:
    old, new = body(replica, event("retitled"))
    assert old[0] != new[0]
    assert old[1:] == new[1:]


def test_another_typography_has_the_same_words(replica: Replica) -> None:
    old, new = at_both_sides(
        replica,
        event("saved again in another typography"),
        replica.truth().address("leseco-studios-ouarzazate"),
    )
    assert old != new
    plain = str.maketrans(
        {"’": "'", "\N{NO-BREAK SPACE}": None, "\N{NARROW NO-BREAK SPACE}": None, " ": None}
    )
    words = [
        "".join(lines(page, "leseco")).translate(plain).replace("…", "...").replace("–", "-")
        for page in (old, new)
    ]
    assert words[0] == words[1]
    assert "’" not in "".join(lines(new, "leseco"))


def test_a_paragraph_is_added(replica: Replica) -> None:
    old, new = body(replica, event("a paragraph added"))
    gone, come = differing(old, new)
    assert not gone
    assert len(come) == 1
    assert come[0].startswith("L’Académie régionale de l’Oriental")


def test_a_paragraph_is_moved(replica: Replica) -> None:
    old, new = body(replica, event("paragraphs moved"))
    assert old != new
    assert sorted(old) == sorted(new)


def test_an_edit_is_taken_back(replica: Replica) -> None:
    edit = event("edited, then reverted")
    old, new = body(replica, edit)
    gone, come = differing(old, new)
    assert come == [gone[0].replace("11,5", "15,1")]
    replica.at = edit.until  # type: ignore[assignment]
    assert lines(fetch(replica, replica.truth().address(edit.article)).text, "lopinion") == old


def test_a_correction_says_so(replica: Replica) -> None:
    old, new = body(replica, event("corrected, and said so"))
    gone, come = differing(old, new)
    assert come[0] == gone[0].replace("1.200", "1.020")
    assert come[1].startswith("Rectificatif")
    assert new[-1] == come[1]


def test_the_copy_keeps_what_the_origin_changes(replica: Replica) -> None:
    for changed in CALENDAR.events:
        if changed.site != "maghress" and CALENDAR.articles[changed.article].maghress:
            address = replica.truth().address(changed.article, "maghress")
            old, new = at_both_sides(replica, changed, address)
            assert lines(old, "maghress") == lines(new, "maghress")


def test_withdrawn_pages_are_gone_from_everywhere_but_the_copy(replica: Replica) -> None:
    truth = replica.truth()
    address = truth.address("leseco-fonds-icc")
    replica.at = DAY_1 + timedelta(hours=5, minutes=30)
    assert fetch(replica, address).status == 200
    for at in truth.crawls[1:]:
        replica.at = at
        assert fetch(replica, address).status == 404
        assert fetch(replica, truth.addresses("leseco-fonds-icc")["leseco"][1]).status == 404
        for channel in ("feed/", "", "wp-sitemap-posts-post-1.xml"):
            assert address not in fetch(replica, f"https://leseco.ma/{channel}").text
        assert fetch(replica, truth.address("leseco-fonds-icc", "maghress")).status == 200
    assert sum(truth.crawls[1] <= at <= truth.crawls[1] + timedelta(days=1) for at in truth.crawls) == 3


def test_a_withdrawn_page_comes_back(replica: Replica) -> None:
    states = []
    for at in replica.truth().crawls[:4]:
        replica.at = at
        states.append(fetch(replica, replica.truth().address("lopinion-ia-hopital")).status)
    assert states == [200, 404, 404, 200]


def test_a_teaser_keeps_the_pages_validators(replica: Replica) -> None:
    teaser = event("a teaser for one morning")
    address = replica.truth().address(teaser.article)
    replica.at = teaser.at - MOMENT
    whole = fetch(replica, address)
    tag = whole.headers["etag"]
    assert fetch(replica, address, **{"If-None-Match": tag}).status == 304
    replica.at = teaser.at
    cut = fetch(replica, address, **{"If-None-Match": tag})
    assert (cut.status, cut.headers["etag"]) == (200, tag)
    assert 200 < len("".join(lines(cut.text, "leseco"))) < len("".join(lines(whole.text, "leseco"))) / 2
    assert "réservé aux abonnés" in cut.text
    assert cut.text.count("...</p>") == 1
    replica.at = teaser.until  # type: ignore[assignment]
    assert lines(fetch(replica, address).text, "leseco") == lines(whole.text, "leseco")


def test_only_the_file_of_the_study_changes(replica: Replica) -> None:
    edition = event("a new edition of the study")
    old, new = at_both_sides(replica, edition, replica.truth().address("seed-002"))
    assert old == new
    study = "https://haca.ma/sites/default/files/upload/Projet%20IA%20taille%20du%20texte%20%20%281%29_1.pdf"
    replica.at = edition.at - MOMENT
    first = fetch(replica, study).body
    replica.at = edition.at
    assert fetch(replica, study).body == first.replace(b"dition 1", b"dition 2") != first


def test_lopinion_is_down_for_the_third_day(replica: Replica) -> None:
    for at in replica.truth().crawls:
        replica.at = at
        status = {
            fetch(replica, f"https://lopinion.ma/{path}").status
            for path in ("fr", "robots.txt", "sitemap.xml")
        }
        assert status == ({503} if at > DAY_3 else {200})


def test_lodj_checks_the_browser_for_one_crawl(replica: Replica) -> None:
    address = replica.truth().address("seed-003")
    for at in replica.truth().crawls:
        replica.at = at
        page = fetch(replica, address)
        assert page.status == 200
        assert ("Checking your browser" in page.text) == (at == replica.truth().crawls[2])
        assert fetch(replica, "https://www.lodj.ma/robots.txt").text.startswith("User-agent")


def test_the_truth_knows_what_each_day_brings() -> None:
    truth = Replica().truth()
    days = [truth.published(day, day + timedelta(days=1)) for day in (DAY_1, DAY_2, DAY_3)]
    assert all(any(one.topics for one in day) and any(not one.topics for one in day) for day in days)
    baseline = truth.published(datetime(2020, 1, 1, tzinfo=UTC), truth.crawls[0])
    assert len(baseline) + sum(map(len, days)) == len(truth.articles)
    assert 0.6 < len(baseline) / len(truth.articles) < 0.8
    assert {one.article for one in truth.changed("withdrawn")} == {"leseco-fonds-icc"}
    assert len(truth.on_topic) > 20
    alone = {one.name for one in truth.articles} - {one.name for one in truth.followed()}
    assert {"attajdid-dakaa", "ecoactu-grippe-aviaire"} <= alone
    assert not {"seed-000", "seed-004", "leseco-ia-pme"} & alone


def test_a_calendar_that_does_not_fit_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "calendar.toml"
    head = "crawls = []\ndigests = []\n[[event]]\nname = 'x'\nsite = 'haca'\nat = 2026-11-16T10:00:00Z\n"
    for rest in (
        "article = 'nobody'",
        "article = 'leseco-ia-pme'",
        "article = 'haca-fr-refram'\nreword = ['not there', 'x']",
        "article = 'haca-fr-refram'\nunknown = 1",
    ):
        path.write_text(head + rest)
        with pytest.raises(ValueError, match=r"calendar\.toml"):
            load_calendar(path, load_articles())
