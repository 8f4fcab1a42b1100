"""`veilleur digest`: write and send what is owed, or look at any period without sending."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.errors import BadArgument
from scheduler import config, topics
from scheduler.channels import channel
from scheduler.cli import values
from scheduler.cli.house import now, settings, stored, watched
from scheduler.config import Press, Profile
from scheduler.edition import Newsroom
from storage.vocabulary import DeliveryState

PREVIEWS = Path("var/previews")


def run(args: argparse.Namespace) -> int:
    """Do it for one profile or all; the exit code is 1 where a delivery did not succeed."""
    sources = watched(settings(args))
    press = config.load()
    if args.until and not args.since:
        raise BadArgument("--until needs --since: the period begins somewhere")
    if args.since and args.until and args.since >= args.until:
        raise BadArgument("--since must be before --until")
    profiles = _profiles(press, args.profile)
    with stored(args) as store:
        at = now(args, store)
        newsroom = Newsroom(store=store, press=press, sources=sources, rules=topics.load(press.topics))
        if args.preview or args.since or args.text:
            said = [_preview(newsroom, profile, args, at) for profile in profiles]
        else:
            for address in {address for profile in profiles for address in profile.channels}:
                channel(address).check()
            said = [_publish(newsroom, profile, at, quiet=args.json) for profile in profiles]
    if args.json:
        values.printed(said)
    sent = {DeliveryState.SENT.value}
    return 0 if all(each["state"] in sent for digest in said for each in digest["deliveries"]) else 1


def _profiles(press: Press, name: str | None) -> tuple[Profile, ...]:
    chosen = tuple(profile for profile in press.profiles if name in (None, profile.name))
    if not chosen:
        known = ", ".join(profile.name for profile in press.profiles)
        raise BadArgument(f"--profile {name}: veilleur.toml has no such profile (known: {known})")
    return chosen


def _publish(newsroom: Newsroom, profile: Profile, at: datetime, *, quiet: bool) -> dict[str, Any]:
    number, sendings = newsroom.publish(profile, at)
    issue = newsroom.store.digest(number) if number is not None else None
    if not quiet:
        print(
            f"{profile.name}: {issue.subject}"
            if issue
            else f"{profile.name}: told already up to {at:%H:%M} UTC"
        )
        for each in sendings:
            print(f"  {each.state.value}: {each.said}")
    return {
        "profile": profile.name,
        "number": issue and issue.number,
        "since": issue and values.moment(issue.since),
        "until": values.moment(at),
        "subject": issue and issue.subject,
        "file": None,
        "deliveries": [
            {
                "recipient": each.delivery.recipient,
                "channel": each.delivery.channel,
                "state": each.state.value,
                "said": each.said,
            }
            for each in sendings
        ],
    }


def _preview(newsroom: Newsroom, profile: Profile, args: argparse.Namespace, at: datetime) -> dict[str, Any]:
    until = args.until or at
    message = newsroom.preview(profile, until, args.since, at)
    path = None
    if message is not None and not args.text:
        path = PREVIEWS / f"{profile.name}-{until:%Y%m%dT%H%M%S}.html"
        try:
            PREVIEWS.mkdir(parents=True, exist_ok=True)
            path.write_text(message.page, encoding="utf-8")
        except OSError as error:
            raise BadArgument(f"{path}: {error.strerror}: make the folder writable, or use --text") from error
    if not args.json:
        if message is None:
            print(f"{profile.name}: told already up to {until:%H:%M} UTC")
        elif path is None:
            print(message.text)
        else:
            print(f"{profile.name}: {message.subject}\n  {path} (a preview: nothing was sent or remembered)")
    return {
        "profile": profile.name,
        "number": None,
        "since": values.moment(args.since),
        "until": values.moment(until),
        "subject": message and message.subject,
        "file": path and str(path),
        "deliveries": [],
    }
