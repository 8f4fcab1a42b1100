"""`veilleur topics try`: a topic file or a query tried on what is stored, before anything is saved."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from crawler.errors import BadArgument
from scheduler import config, topics
from scheduler.cli import values
from scheduler.cli.house import stored
from scheduler.errors import BadTopics
from scheduler.topics import answers, files, rulings
from scheduler.topics.rulebook import read_topic
from scheduler.topics.topic import Topic
from scheduler.trial import NEARLY_ALL, Difference, Effect, Trial, tried

SHOWN = 20
"""How many documents of one digest are shown to a person; --json has them all."""


def run(args: argparse.Namespace) -> int:
    """Try it; the exit code is 0 whatever it matches."""
    topic = _topic(args.topic)
    folder = config.load().topics
    mine = Path(args.topic).resolve() in {path.resolve() for path in folder.glob("*.toml")}
    with stored(args) as store:
        trial = tried(
            topic,
            store=store,
            # A file that is in force already is compared with what there was without it.
            rules=topics.load(None if mine else folder),
            rulings=rulings.load(folder),
            since=args.since,
            progress=_progress(),
        )
    if args.json:
        values.printed(_plain(trial))
    else:
        _print(trial)
    if trial.share >= NEARLY_ALL:
        print(
            f"veilleur: warning: {args.topic} matches {trial.share:.0%} of the archive:"
            " it tells nothing apart, make it narrower",
            file=sys.stderr,
        )
    return 0


def _topic(named: str) -> Topic:
    """The topic of a file, or one that is the query."""
    path = Path(named)
    if path.suffix == ".toml" or path.is_file():
        return files.read(path)
    text = f'key = "query"\nnames.fr = "query"\nquery = {json.dumps(named)}\n'
    try:
        return read_topic(text, "query")
    except BadTopics as error:
        raise BadArgument(f"{named}: {str(error).rpartition('query: ')[2]}") from error


def _progress() -> Callable[[str], None]:
    """A line that is written over, on a terminal; lines otherwise."""
    if not sys.stderr.isatty():
        return lambda said: print(f"veilleur: {said}", file=sys.stderr)
    return lambda said: print(f"\r\033[K{said}\r", end="", file=sys.stderr, flush=True)


def _print(trial: Trial) -> None:
    read, matched = sum(trial.read.values()), sum(trial.matched.values())
    print(f"{matched} of {read} stored documents match ({trial.share:.1%})" if read else "Nothing is stored.")
    for source in sorted(trial.read):
        print(f"  {source:12} {trial.matched.get(source, 0):6} of {trial.read[source]}")
    added, removed = _count(trial, added=True), _count(trial, added=False)
    print(f"\npast digests: it would have added {added} documents and removed {removed}")
    for effect in trial.effects:
        print(f"\ndigest {effect.issue.number}, {effect.issue.profile}, {values.moment(effect.issue.until)}")
        for each in effect.differences[:SHOWN]:
            before, term, after = each.match.evidence[0].marked
            sentence = " ".join(f"{before}[{term}]{after}".split())
            print(f"  {'+' if each.added else '-'} {each.source}: {each.document.title}")
            print(f"      {sentence}\n      {each.document.address}")
        if len(effect.differences) > SHOWN:
            print(f"  and {len(effect.differences) - SHOWN} more (--json shows all)")


def _count(trial: Trial, *, added: bool) -> int:
    return sum(each.added is added for effect in trial.effects for each in effect.differences)


def _plain(trial: Trial) -> values.Value:
    return {
        "topic": trial.topic,
        "share": round(trial.share, 4),
        "sources": {
            source: {"read": trial.read[source], "matched": trial.matched.get(source, 0)}
            for source in sorted(trial.read)
        },
        "digests": [_effect(effect) for effect in trial.effects],
    }


def _effect(effect: Effect) -> values.Value:
    def told(added: bool) -> list[values.Value]:
        return [_difference(each) for each in effect.differences if each.added is added]

    return {
        "digest": effect.issue.number,
        "profile": effect.issue.profile,
        "until": values.moment(effect.issue.until),
        "added": told(True),
        "removed": told(False),
    }


def _difference(each: Difference) -> values.Value:
    return {
        "url": each.document.address,
        "source": each.source,
        "title": each.document.title,
        "band": each.match.band.value,
        "evidence": [answers.shown(evidence) for evidence in each.match.evidence],
    }
