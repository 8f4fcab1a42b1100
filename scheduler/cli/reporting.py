"""`veilleur status`: how each source, digest and delivery is doing."""

import argparse
from datetime import datetime, timedelta
from typing import Any

from crawler.progress import printable
from scheduler import config
from scheduler.agenda import due_at
from scheduler.cli import values
from scheduler.cli.house import now, settings, stored, watched
from scheduler.coverage import silences

PERIOD = timedelta(days=7)


def run(args: argparse.Namespace) -> int:
    """Print the state; the exit code is 1 while a source fails or a delivery is not sent."""
    sources = watched(settings(args))
    press = config.load()
    with stored(args) as store:
        at = now(args, store)
        health = store.health(sources, at - PERIOD, at)
        issues = [issue for profile in press.profiles for issue in store.digests(profile.name, limit=1)]
        unsent = store.unsent()
        replica = store.replica
    rows = [
        values.health(each)
        | {
            "title": sources[each.source].title,
            "silent": [
                {"channel": one.channel, "since": values.moment(one.since)}
                for one in silences(each, sources[each.source])
            ],
            "due_at": values.moment(due_at(sources[each.source], each.last_run)),
        }
        for each in health
    ]
    digests = [
        {
            "profile": each.profile,
            "number": each.number,
            "until": values.moment(each.until),
            "subject": each.subject,
        }
        for each in issues
    ]
    deliveries = [values.delivery(each) for each in unsent]
    if args.json:
        values.printed(
            {
                "at": values.moment(at),
                "replica": replica,
                "sources": rows,
                "digests": digests,
                "deliveries": deliveries,
            }
        )
    else:
        _show(at, replica, rows, digests, deliveries)
    failing = any(row["failing_since"] for row in rows)
    return 1 if failing or deliveries else 0


def _show(
    at: datetime,
    replica: bool,
    rows: list[dict[str, Any]],
    digests: list[dict[str, Any]],
    deliveries: list[dict[str, Any]],
) -> None:
    print(f"{values.moment(at)}{'  (a replica: invented articles)' if replica else ''}\n")
    print(f"{'source':12}{'state':12}{'read, 7 days':>13}  {'last success':22}{'next crawl':22}")
    for row in rows:
        state = "failing" if row["failing_since"] else "normal" if row["last_success_at"] else "never read"
        print(
            f"{row['source']:12}{state:12}{row['read']:13}  {row['last_success_at'] or '-':22}"
            f"{row['due_at'] or 'at once':22}"
        )
        if row["failing_since"]:
            print(f"{'':12}since {row['failing_since']}: {row['reason']}")
        for channel in row["silent"]:
            print(f"{'':12}names no article any more since {channel['since']}: {channel['channel']}")
        for hint in row["idle_hints"]:
            print(f"{'':12}matches nothing any more: {printable(hint)}")
    print()
    for digest in digests:
        print(
            f"Last digest of {digest['profile']}: n° {digest['number']}, {digest['until']}: {digest['subject']}"
        )
    if not digests:
        print("No digest yet.")
    for delivery in deliveries:
        print(f"Not sent: to {delivery['recipient']}, {delivery['state']}: {delivery['said']}")
