"""Conditional requests: what a 304 is taken for, how long it is believed, and what is never asked by."""

from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from storage.vocabulary import Outcome
from tests.crawler.site import Behaviour, Press, Site, answer, article, listing

ARTICLE, UNCHANGED, NOT_MODIFIED = Outcome.ARTICLE, Outcome.UNCHANGED, Outcome.NOT_MODIFIED


class Validated:
    """A page with validators, that answers 304 to whoever has them; `asked` are the conditions it was asked by."""

    def __init__(self, body: Behaviour, **validators: str) -> None:
        self.body, self.validators = body, validators
        self.asked: list[str | None] = []

    def __call__(self, request: BaseHTTPRequestHandler) -> None:
        self.asked.append(request.headers.get("If-None-Match") or request.headers.get("If-Modified-Since"))
        if self.asked[-1] in self.validators.values():
            answer(status=304, **self.validators)(request)
        else:
            self.body(request)


def tagged(title: str, *extra: str, tag: str = '"un"') -> Validated:
    return Validated(article(title, *extra, ETag=tag), ETag=tag)


def crawled(press: Press, *days: str) -> list[Outcome]:
    """What the page /a/1 ended with at six o'clock of each of these days of November."""
    outcomes = []
    for day in days:
        press.crawl(f"at=2026-11-{day}T06:00:00Z")
        outcomes.append(press.outcomes()["/a/1"])
    return outcomes


def site(page: Behaviour) -> Site:
    return Site({"/": listing("/a/1"), "/a/1": page})


def test_a_page_that_did_not_change_is_not_sent_again(tmp_path: Path) -> None:
    page = tagged("Un")
    with site(page) as there:
        press = Press(tmp_path, there.url)
        assert crawled(press, "20", "21") == [ARTICLE, NOT_MODIFIED]
        with press.store() as store:
            (known,) = store.known("gazette")
            assert known.last_checked.day == 21, "a 304 is a look at the page"
        page.body, page.validators = article("Un", "Une phrase de plus."), {"ETag": '"deux"'}
        assert crawled(press, "22") == [ARTICLE]
    assert page.asked == [None, '"un"', '"un"']


def test_a_304_is_believed_for_three_days_only(tmp_path: Path) -> None:
    page = tagged("Un")
    with site(page) as there:
        assert crawled(Press(tmp_path, there.url), "20", "21", "22", "23", "24", "25") == [
            *(ARTICLE, NOT_MODIFIED, NOT_MODIFIED, NOT_MODIFIED),
            *(UNCHANGED, NOT_MODIFIED),
        ]
    assert page.asked == [None, '"un"', '"un"', '"un"', None, '"un"']


def test_last_modified_will_do(tmp_path: Path) -> None:
    date = "Thu, 19 Nov 2026 06:00:00 GMT"
    page = Validated(article("Un", Last_Modified=date), Last_Modified=date)
    with site(page) as there:
        assert crawled(Press(tmp_path, there.url), "20", "21") == [ARTICLE, NOT_MODIFIED]


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (answer("<h1>Erreur</h1>", 500, ETag='"un"'), Outcome.SERVER_ERROR),
        (answer("<html><body><p>Non</p></body></html>", ETag='"un"'), Outcome.EXTRACT_FAILED),
        (answer("", ETag='"un"'), Outcome.EMPTY),
    ],
)
def test_what_comes_with_no_article_is_never_asked_by(
    tmp_path: Path, body: Behaviour, outcome: Outcome
) -> None:
    page = tagged("Un")
    page.body = body
    with site(page) as there:
        press = Press(tmp_path, there.url)
        first = crawled(press, "20")
        page.body = article("Un")
        second = crawled(press, "21")
    assert (first, second) == ([outcome], [ARTICLE])
    assert set(page.asked) == {None}


def test_a_failure_makes_the_next_request_whole_again(tmp_path: Path) -> None:
    page = tagged("Un")
    good = page.body
    with site(page) as there:
        press = Press(tmp_path, there.url)
        assert crawled(press, "20") == [ARTICLE]
        page.body, page.validators = answer("", ETag='"deux"'), {"ETag": '"deux"'}
        assert crawled(press, "21") == [Outcome.EMPTY]
        page.body = good
        assert crawled(press, "22") == [UNCHANGED]
    assert page.asked == [None, '"un"', None]


def test_a_page_that_seems_gone_and_one_asked_for_by_name_are_asked_for_whole(tmp_path: Path) -> None:
    page = tagged("Un")
    with site(page) as there:
        press = Press(tmp_path, there.url)
        crawled(press, "20")
        there.pages["/a/1"] = answer("", 404)
        crawled(press, "21")
        there.pages["/a/1"] = page
        assert crawled(press, "22") == [UNCHANGED]
        press.crawl("url=https://gazette.invalid/a/1", "at=2026-11-23T06:00:00Z")
        assert press.outcomes()["/a/1"] is UNCHANGED
    assert page.asked == [None, None, None]


def test_a_304_that_nobody_asked_for_says_nothing(tmp_path: Path) -> None:
    with site(answer(status=304)) as there:
        press = Press(tmp_path, there.url)
        assert crawled(press, "20") == [Outcome.SERVER_ERROR]
        there.pages["/a/1"] = article("Un")
        assert crawled(press, "21") == [ARTICLE]


def test_what_may_stand_in_no_request_is_not_sent_back(tmp_path: Path) -> None:
    page = Validated(article("Un", ETag='"é\x7f"', Last_Modified="x" * 600))
    with site(page) as there:
        assert crawled(Press(tmp_path, there.url), "20", "21") == [ARTICLE, UNCHANGED]
    assert page.asked == [None, None]
