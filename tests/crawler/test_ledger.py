"""Every address and its one outcome, and what they make of a run."""

from collections.abc import Sequence

import pytest

from crawler.ledger import Judgement, Ledger, Role
from storage.vocabulary import Outcome, RunState

LISTING, ARTICLE, GONE = Outcome.LISTING, Outcome.ARTICLE, Outcome.GONE
DNS = (Outcome.DNS_ERROR, "robots.txt: the name gazette.ma was not found")

Ended = Outcome | tuple[Outcome, str]


def judged(channels: Sequence[Ended], pages: Sequence[Ended] = (), *, cut: str = "") -> Judgement:
    ledger = Ledger()
    for role, ends in ((Role.CHANNEL, channels), (Role.PAGE, pages)):
        for number, end in enumerate(ends):
            outcome, reason = end if isinstance(end, tuple) else (end, f"it was {end}")
            ledger.ask(f"{role.value}{number}", role)
            ledger.end(f"{role.value}{number}", outcome, reason)
    return ledger.judge("gazette.ma", cut=cut)


def test_an_address_is_asked_for_once_and_its_first_end_counts() -> None:
    ledger = Ledger()
    assert ledger.ask("a", Role.PAGE)
    assert not ledger.ask("a", Role.CHANNEL)
    ledger.end("a", Outcome.TIMEOUT, "late")
    ledger.end("a", Outcome.ARTICLE)
    (entry,) = ledger
    assert (entry.outcome, entry.reason) == (Outcome.TIMEOUT, "late")


def test_what_is_open_at_the_end_was_out_of_budget() -> None:
    ledger = Ledger()
    ledger.ask("a", Role.PAGE)
    ledger.ask("b", Role.PAGE)
    ledger.end("a", Outcome.ARTICLE)
    assert ledger.count(Role.PAGE) == (1, 2)
    ledger.close("stopped from outside")
    assert [(entry.outcome, entry.reason) for entry in ledger] == [
        (Outcome.ARTICLE, ""),
        (Outcome.BUDGET, "stopped from outside"),
    ]


def test_all_well_is_complete_and_healthy() -> None:
    judgement = judged([LISTING, LISTING], [ARTICLE] * 9 + [GONE])
    assert judgement == Judgement(state=RunState.COMPLETE, healthy=True)


def test_a_quiet_day_is_complete() -> None:
    assert judged([LISTING]).state is RunState.COMPLETE


@pytest.mark.parametrize("end", [GONE, Outcome.EMPTY, Outcome.EXTRACT_FAILED, Outcome.SCRIPT_SHELL])
def test_a_channel_that_answers_without_articles_is_no_trouble_while_another_has_some(end: Outcome) -> None:
    assert judged([end, LISTING], [ARTICLE]).healthy


def test_teasers_are_no_trouble() -> None:
    assert judged([LISTING], [Outcome.PAYWALL] * 5 + [ARTICLE]).healthy


def test_a_channel_that_does_not_answer_makes_it_partial() -> None:
    judgement = judged([LISTING, (Outcome.TIMEOUT, "gazette.ma did not answer in time")], [ARTICLE])
    assert judgement.state is RunState.PARTIAL
    assert judgement.reason == "1 of 2 channels not read: channel1: gazette.ma did not answer in time"
    assert not judgement.healthy


def test_channels_without_a_single_article_make_it_partial() -> None:
    judgement = judged([Outcome.EMPTY, GONE], [ARTICLE])
    assert judgement.state is RunState.PARTIAL
    assert "was the site rebuilt?" in judgement.reason


@pytest.mark.parametrize(
    ("failed", "of", "state"), [(2, 6, "complete"), (3, 6, "partial"), (5, 25, "complete")]
)
def test_many_failed_pages_make_it_partial(failed: int, of: int, state: str) -> None:
    judgement = judged([LISTING], [Outcome.SERVER_ERROR] * failed + [ARTICLE] * (of - failed))
    assert judgement.state == state
    assert ("server_error 3" in judgement.reason) == (failed == 3)


def test_many_missing_pages_are_a_site_in_trouble() -> None:
    assert judged([LISTING], [GONE] * 3).healthy
    assert judged([LISTING], [GONE] * 3 + [ARTICLE] * 7).healthy
    assert not judged([LISTING], [GONE] * 4 + [ARTICLE] * 6).healthy


def test_a_run_that_was_cut_is_partial_and_says_by_what() -> None:
    judgement = judged([LISTING], [ARTICLE, Outcome.BUDGET], cut="stopped after 1 pages, 1 more were due")
    assert judgement == Judgement(state=RunState.PARTIAL, reason="stopped after 1 pages, 1 more were due")


def test_a_site_that_cannot_be_reached_is_named_with_the_cause() -> None:
    judgement = judged([DNS, DNS], [DNS, (Outcome.TIMEOUT, "late")])
    assert judgement.state is RunState.FAILED
    assert judgement.reason == ("gazette.ma could not be read: robots.txt: the name gazette.ma was not found")


def test_no_channel_and_no_page_read_is_failed_even_where_the_site_answers() -> None:
    judgement = judged([Outcome.EMPTY, GONE], [GONE])
    assert judgement.state is RunState.FAILED
    assert "no channel held a link" in judgement.reason


def test_a_page_that_is_asked_for_alone_speaks_for_itself() -> None:
    assert judged([], [ARTICLE]).state is RunState.COMPLETE
    assert judged([], [GONE]).state is RunState.COMPLETE
    assert judged([], [DNS]).state is RunState.FAILED
    assert judged([], [Outcome.BOT_WALL]).state is RunState.FAILED


def test_robots_txt_alone_is_nothing_read() -> None:
    ledger = Ledger()
    ledger.ask("robots.txt", Role.ROBOTS)
    ledger.end("robots.txt", Outcome.LISTING)
    ledger.ask("feed", Role.CHANNEL)
    ledger.end("feed", Outcome.ROBOTS_DENIED, "robots.txt forbids it")
    assert ledger.judge("gazette.ma").reason == "gazette.ma could not be read: robots.txt forbids it"


def test_a_site_is_out_of_reach_when_no_channel_even_answers() -> None:
    def after(*outcomes: Outcome) -> bool:
        ledger = Ledger()
        for number, outcome in enumerate(outcomes):
            ledger.ask(str(number), Role.CHANNEL)
            ledger.end(str(number), outcome)
        return ledger.out_of_reach

    assert after(Outcome.TIMEOUT, Outcome.DNS_ERROR)
    assert not after(Outcome.TIMEOUT, LISTING)
    assert not after(Outcome.ROBOTS_DENIED), "its pages may be open all the same"
    assert not after()
