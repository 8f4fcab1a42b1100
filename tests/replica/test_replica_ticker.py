"""The laws of the ticker, as they were measured on the captures."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.replica.reading import fetch, page
from tests.replica.server import Replica
from tests.replica.ticker import LENGTH, ticker

AT = datetime(2026, 11, 16, 5, 30, tzinfo=UTC)
_LINKS = "//div[@id='lastnews']//a"
moments = st.integers(0, 60 * 24 * 60).map(lambda minutes: AT + timedelta(minutes=minutes))


@given(moments)
def test_it_is_48_headlines_of_which_one_may_stand_twice(at: datetime) -> None:
    assert len(ticker(at)) == LENGTH == 48
    assert len(set(ticker(at))) in (47, 48)
    assert all(20 <= len(headline) <= 190 for headline in ticker(at))


@given(moments, st.integers(1, 14), st.integers(0, 12 * 60))
def test_a_day_apart_it_shares_nothing(at: datetime, days: int, minutes: int) -> None:
    later = at + timedelta(days=days, minutes=minutes)
    assert not set(ticker(at)) & set(ticker(later))


def test_within_minutes_it_shares_much_but_nearly_always_in_another_order() -> None:
    moments = [AT + timedelta(minutes=minutes) for minutes in range(0, 60 * 24, 3)]
    turned = 0
    for at in moments:
        old, new = ticker(at)[:24], ticker(at + timedelta(minutes=5))[:24]
        places = [old.index(headline) for headline in new if headline in old]
        assert 8 <= len(set(places)) <= 16
        turned += sum(a > b for index, a in enumerate(places) for b in places[index + 1 :]) >= 2
    assert turned >= 0.99 * len(moments)


def test_all_pages_of_one_minute_share_one_ticker_in_four_markups_by_turns() -> None:
    address = "https://www.maghress.com/fr/lesechos/383284"
    other = "https://maghress.com/fr/lopinion/169433"
    shapes = set()
    with Replica(at=AT) as replica:
        for minute in range(4):
            replica.at = AT + timedelta(minutes=minute)
            pages = [page(fetch(replica, each).text) for each in (address, other)]
            strips = [each.xpath("//div[@id='lastnews']")[0] for each in pages]
            titles = [[link.text for link in strip.xpath(".//a")] for strip in strips]
            assert titles[0] == titles[1] == list(ticker(replica.at))
            assert strips[0].text_content().count("\N{NO-BREAK SPACE}" * 4) == LENGTH
            shapes.add(strips[0][0].tag)
    assert shapes == {"marquee", "ul", "p", "a"}


def test_it_runs_on_within_a_crawl_while_the_calendar_stands_still() -> None:
    with Replica(at=AT) as replica:
        pages = [fetch(replica, "https://www.maghress.com/fr/lesechos/383284").text for _ in range(45)]
    first, last = ([link.text for link in page(each).xpath(_LINKS)] for each in (pages[0], pages[-1]))
    assert first != last
    assert set(first) & set(last)
