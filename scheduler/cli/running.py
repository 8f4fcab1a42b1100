"""`veilleur run`: the scheduler in the foreground."""

import argparse
import logging
from datetime import UTC, datetime

from scheduler import config, topics
from scheduler.channels import channel
from scheduler.cli.crawling import BASELINE
from scheduler.cli.house import settings, stored, watched
from scheduler.config import Profile
from scheduler.edition import Newsroom
from scheduler.jobs import Crawl
from scheduler.outbox import send_due
from scheduler.watch import Watch

log = logging.getLogger("veilleur")


def run(args: argparse.Namespace) -> int:
    """Watch until told to stop."""
    configuration = settings(args)
    logging.basicConfig(
        level=logging.WARNING if args.quiet else logging.INFO, format="%(asctime)s %(levelname)s %(message)s"
    )
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    press = config.load()
    for address in {address for profile in press.profiles for address in profile.channels}:
        channel(address).check()  # a missing password is said now, not at seven in the morning
    sources = watched(configuration)
    rules = topics.load(press.topics)
    with stored(args) as store, store.lease("scheduler", datetime.now(UTC)) as lease:
        if not store.runs(source=BASELINE, limit=1):
            Crawl(BASELINE).wait(configuration.timeout)
        newsroom = Newsroom(store=store, press=press, sources=sources, rules=rules)

        def publish(profile: Profile, now: datetime) -> None:
            number, _ = newsroom.publish(profile, now)
            log.info("%s: digest %s", profile.name, number)

        def post(now: datetime) -> None:
            send_due(store, now)

        Watch(
            store=store,
            lease=lease,
            sources=sources,
            profiles=press.profiles,
            publish=publish,
            post=post,
            crawl_limit=configuration.timeout,
            digest_deadline=press.digest_deadline,
        ).run()
    return 0
