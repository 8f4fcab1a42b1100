"""Planning: which known pages a round looks at again, and when those it looked at are due next."""

from datetime import timedelta

from crawler import registry
from crawler.revisits import due, habits, next_look, price
from crawler.round import Round
from crawler.source import Source
from storage.known import Known

DAY = timedelta(days=1)


def pages_due(round: Round, source: Source, known: tuple[Known, ...]) -> tuple[Known, ...]:
    """The pages of `known` to look at again now, as many as the day's budget has room for."""
    now = round.clock()
    room = round.configuration.revisits - round.store.looks(source.name, now - DAY)
    return due(known, now, every=source.every, room=room)


def plan_ahead(round: Round) -> None:
    """Note when each page that this round looked at is due again."""
    if round.run.purpose == registry.SEEDS:
        return
    source = registry.source(round.run.source, round.configuration)
    known = tuple(round.store.known(source.name))
    learned = habits(known)
    worth = price(known, learned, every=source.every, budget=round.configuration.revisits)
    looked_at = (page for page in known if page.last_checked >= round.run.started_at)
    round.store.plan({page.address: next_look(page, learned, worth) for page in looked_at})
