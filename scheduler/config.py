"""The rest of veilleur.toml: who edits the digest, who gets it, when, and how it is sent."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path

from crawler.config import read
from crawler.tables import Table
from scheduler.agenda import Hour
from scheduler.channels import channel, located
from scheduler.letters import mailbox
from scheduler.zones import zone

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Who gets a digest and when: addresses for the channels that mail, and the channels."""

    name: str
    hour: Hour
    channels: tuple[str, ...]
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """The scheduler's settings. `extract_length` is in characters, 0 for no extract; `topics` is a folder that
    need not be there."""

    organisation: str
    service: str
    contact: str
    sender: str
    zone: str
    extract_length: int
    topics: Path
    profiles: tuple[Profile, ...]
    digest_deadline: timedelta


def load(environ: Mapping[str, str] | None = None, folder: Path = Path()) -> Press:
    """What veilleur.toml says of digests; without one, a digest a day at 07:00 into var/digests.

    Raises BadConfiguration naming the file and the key, before anything is sent.
    """
    environ = os.environ if environ is None else environ
    _, whole = read(environ, folder)
    digest, mail, profiles = whole.table("digest"), whole.table("mail"), whole.table("profile")
    digest.only("organisation", "service", "contact", "zone", "hour", "extract_length", "deadline", "topics")
    mail.only("sender")
    sender = mail.text("sender", "Veilleur <veilleur@localhost.localdomain>")
    mailbox(sender, f"{whole.file}: mail.sender")
    contact = digest.text("contact")
    if contact:
        mailbox(contact, f"{whole.file}: digest.contact")
    return Press(
        organisation=digest.text("organisation"),
        service=digest.text("service"),
        contact=contact,
        sender=sender,
        zone=zone(digest.text("zone", "Africa/Casablanca")).key,
        extract_length=digest.count("extract_length", 360, least=0),
        topics=_topics(digest, whole.file),
        profiles=tuple(_profile(name, table, digest) for name, table in profiles.tables())
        or (_profile("revue", Table({}, whole.file, "profile.revue."), digest),),
        digest_deadline=timedelta(minutes=digest.count("deadline", 60)),
    )


def _topics(digest: Table, file: Path) -> Path:
    """The organisation's own topics: `topics/` beside veilleur.toml, or the folder that `digest.topics` names."""
    named = digest.text("topics")
    folder = file.parent / (named or "topics")
    if named and not folder.is_dir():
        raise digest.wrong("topics", f"names {folder}, which is not a folder")
    return folder


def _profile(name: str, table: Table, digest: Table) -> Profile:
    table.only("to", "send", "hour", "days", "zone")
    to = table.texts("to")
    for address in to:
        mailbox(address, f"{table.file}: {table.where}to")
    written = table.texts("send") or ("directory:var/digests",)
    channels = tuple(located(address, table.file.parent) for address in written)
    for address in channels:
        if not channel(address).recipients(to):
            raise table.wrong("to", f"is empty, though {address} needs somebody to write to")
    return Profile(name=name, hour=_hour(table, digest), channels=channels, to=to)


def _hour(table: Table, digest: Table) -> Hour:
    written = table if "hour" in table.values else digest
    text = written.text("hour", "07:00")
    try:
        at = time.fromisoformat(text)
    except ValueError as error:
        raise written.wrong("hour", f"must be a time of day such as 07:00, not {text!r}") from error
    days = table.texts("days") or WEEKDAYS
    for day in days:
        if day not in WEEKDAYS:
            raise table.wrong("days", f"must be some of {', '.join(WEEKDAYS)}, not {day!r}")
    return Hour(
        at=at,
        zone=zone(table.text("zone") or digest.text("zone", "Africa/Casablanca")),
        weekdays=frozenset(map(WEEKDAYS.index, days)),
    )
