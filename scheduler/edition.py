"""From the store's choice to a profile's written edition: matched, built, rendered, a letter for each recipient."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from crawler.source import Source
from scheduler import topics
from scheduler.channels import channel
from scheduler.config import Press, Profile
from scheduler.digest import build_digest
from scheduler.letters import letter
from scheduler.outbox import Sending, send_due
from scheduler.readings import Reader
from scheduler.render import render
from scheduler.review import Digest, Masthead, TopicName
from scheduler.topics import rulings
from storage.editions import Choice, Edition, Letter, Message
from storage.lineage import Story
from storage.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """What editions are written with."""

    store: Store
    press: Press
    sources: Mapping[str, Source]
    rules: topics.Rules

    def publish(self, profile: Profile, now: datetime) -> tuple[int | None, tuple[Sending, ...]]:
        """Choose and write the profile's digest, then send all that is due, an earlier one's letters too; the
        number, None where none was owed."""

        reader = self._reader()

        def composed(choice: Choice) -> Edition:
            digest = self._digest(choice, profile, choice.until, reader)
            message = render(digest)
            return Edition(
                message=message, letters=self._letters(message, choice, profile), shown=digest.shown
            )

        self._know_stories(now)
        number = self.store.choose(profile.name, now, composed)
        sendings = send_due(self.store, now)
        reader.keep()
        return number, sendings

    def digest(self, choice: Choice, profile: Profile, written_at: datetime) -> Digest:
        """The digest of `choice`, unsent."""
        return self._digest(choice, profile, written_at, self._reader())

    def _reader(self) -> Reader:
        """With the rulings as they are now: they may have been given while this process ran."""
        return Reader(store=self.store, rules=self.rules, rulings=rulings.load(self.press.topics))

    def _digest(self, choice: Choice, profile: Profile, written_at: datetime, reader: Reader) -> Digest:
        return build_digest(
            choice,
            matches=reader.match,
            sources=self.sources,
            health=self.store.health(self.sources, choice.since, choice.until),
            masthead=self._masthead(profile),
            written_at=written_at,
            stories=_once_read(self.store),
        )

    def preview(
        self, profile: Profile, until: datetime, since: datetime | None, now: datetime
    ) -> Message | None:
        """The digest that would be chosen at `until`; or, with `since`, that of a period, whatever was told
        before, which has no number. None where none is owed."""
        self._know_stories(now)
        choice = self.store.choice(profile.name, until)
        if since is not None:
            told = tuple(self.store.changes(since=since, until=until))
            choice = Choice(profile=profile.name, number=0, since=since, until=until, changes=told)
        return None if choice is None else render(self.digest(choice, profile, now))

    def _know_stories(self, now: datetime) -> None:
        """Make the stories of what an earlier release stored, once."""
        for done, every in self.store.sketch_earlier(now):
            log.info("stories of what was stored before: %d of %d documents", done, every)

    def _masthead(self, profile: Profile) -> Masthead:
        return Masthead(
            organisation=self.press.organisation,
            service=self.press.service,
            topics=tuple(
                TopicName(key=topic.key, short=topic.short_name("fr"), name=topic.name("fr"))
                for topic in self.rules.topics
            ),
            contact=self.press.contact,
            extract_length=self.press.extract_length,
            mailed=bool(profile.to),
            replica=self.store.replica,
            zone=self.press.zone,
            rhythm=profile.hour.rhythm,
        )

    def _letters(self, message: Message, choice: Choice, profile: Profile) -> tuple[Letter, ...]:
        return tuple(
            letter(
                message,
                profile=profile.name,
                number=choice.number,
                at=choice.until,
                sender=self.press.sender,
                channel=address,
                recipient=recipient,
            )
            for address in profile.channels
            for recipient in channel(address).recipients(profile.to)
        )


def _once_read(store: Store) -> Callable[[str], Story | None]:
    """The story of an address, read once however many of its copies are asked for."""
    known: dict[int, Story | None] = {}

    def story(address: str) -> Story | None:
        number = store.story_number(address)
        if number is not None and number not in known:
            known[number] = store.story(address)
        return None if number is None else known[number]

    return story
