"""`veilleur topics`: topic files checked and tried, people's rulings kept, and why a page has its topics."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from crawler.addresses import canonical
from crawler.errors import BadArgument
from scheduler import config, topics
from scheduler.cli import trying, values
from scheduler.cli.house import settings, stored
from scheduler.topics import Match, answers, examples, files, rulings
from scheduler.topics.match import Evidence, Other
from storage.records import Document
from storage.store import Store
from storage.vocabulary import Band


def run(args: argparse.Namespace) -> int:
    """Do what was asked of the topics."""
    settings(args)
    actions = {"test": _test, "try": trying.run, "why": _why, "confirm": _rule, "refuse": _rule}
    return actions[args.action](args)


def _test(args: argparse.Namespace) -> int:
    """Check topic files, their examples, and the rulings; the exit code is 1 where one fails."""
    own = config.load().topics
    paths = [Path(name) for name in args.files] or sorted(own.glob("*.toml"))
    checked = [(str(path), files.read(path)) for path in paths] or [
        (topic.file, topic) for topic in topics.load().files
    ]
    failing = {name: [str(each) for each in examples.check(topic)] for name, topic in checked}
    bare = {name for name, topic in checked if not examples.count(topic)}
    if not args.files:
        failing |= _disputed(own)
    if args.json:
        values.printed([{"file": name, "failing": found} for name, found in failing.items()])
    else:
        for name, found in failing.items():
            for each in found:
                print(f"veilleur: {each}", file=sys.stderr)
            print(f"{name}: {_said(found, bare=name in bare)}")
    return 1 if any(failing.values()) else 0


def _said(failing: list[str], *, bare: bool) -> str:
    if bare:
        return "can be read, but has no examples: add sentences under matches and refuses"
    return f"{len(failing)} examples fail" if failing else "all examples come out as they should"


def _disputed(folder: Path) -> dict[str, list[str]]:
    """The rulings that the rules by themselves contradict; empty where nothing was ever ruled."""
    ruled = rulings.load(folder).all
    if not ruled:
        return {}
    rules = topics.load(folder)
    path = str(folder / rulings.FILE)
    return {
        path: [
            f"{path}: {each.topic} was {'confirmed' if each.about else 'refused'} there,"
            f" the rules say otherwise: {each.address}"
            for each in ruled
            if each.disputed_by(rules.match(each.document))
        ]
    }


def _document(store: Store, address: str) -> Document:
    versions = store.versions(canonical(address))
    if not versions:
        raise BadArgument(f"{address}: nothing of that page is stored (veilleur check {address} fetches it)")
    return versions[-1].document


def _rule(args: argparse.Namespace) -> int:
    """Keep a person's answer; it wins over the rules from the next digest on."""
    folder = config.load().topics
    rules = topics.load(folder)
    with stored(args) as store:
        document = _document(store, args.address)
    topic = args.topic or _in_doubt(rules.match(document), args)
    if topic not in {each.key for each in rules.topics}:
        known = ", ".join(each.key for each in rules.topics)
        raise BadArgument(f"--topic {topic}: no such topic (known: {known})")
    ruling = rulings.Ruling(
        address=document.address,
        topic=topic,
        about=args.action == "confirm",
        title=document.title,
        blocks=document.blocks,
        language=document.language,
    )
    path = rulings.keep(folder, ruling)
    told = {"url": document.address, "topic": topic, "about": ruling.about, "file": str(path)}
    if args.json:
        values.printed(told)
    else:
        verdict = "is about" if ruling.about else "is not about"
        print(f"{document.title}\n  {verdict} {topic} from the next digest on ({path})")
    return 0


def _in_doubt(matches: Mapping[str, Match], args: argparse.Namespace) -> str:
    """The topic that an answer without --topic is about: the only one in doubt, else the only one found."""
    doubtful = [key for key, match in matches.items() if match.band is Band.CHECK] or list(matches)
    if len(doubtful) != 1:
        found = ", ".join(doubtful) if doubtful else "no topic"
        raise BadArgument(f"{args.address}: {found} was found there: say which one with --topic KEY")
    return doubtful[0]


def _why(args: argparse.Namespace) -> int:
    """What was found in a page, and where a short form was read as something else."""
    folder = config.load().topics
    rules = topics.load(folder)
    with stored(args) as store:
        document = _document(store, args.address)
    ruled = rulings.load(folder)
    matches = ruled.applied(document, rules.match(document))
    others = rules.others(document)
    if args.json:
        values.printed(
            {
                "url": document.address,
                "title": document.title,
                "topics": {key: _found(match) for key, match in matches.items()},
                "others": {key: [_other(each) for each in found] for key, found in others.items() if found},
                "ruled": {key: each.about for key, each in ruled.on(document).items()},
            }
        )
        return 0
    print(f"{document.title}\n{document.address}")
    for topic in rules.topics:
        match = matches.get(topic.key)
        standing = f"{match.band.value}, score {match.score:.2f}" if match else "not a topic of this text"
        said = ruled.on(document).get(topic.key)
        person = "" if said is None else f" ({'confirmed' if said.about else 'refused'} by a person)"
        print(f"\n{topic.name()} ({topic.key}): {standing}{person}")
        for evidence in match.evidence if match else ():
            _show(evidence)
        for other in others[topic.key]:
            print(f"  {_marked(other.evidence)}\n    read as: {other.sense}{_because(other.evidence)}")
    return 0


def _show(evidence: Evidence) -> None:
    print(f"  {_marked(evidence)}\n    rule: {evidence.rule}{_because(evidence)}")
    for refused in evidence.refused:
        print(f"    not {refused.sense}: {refused.reason}")


def _because(evidence: Evidence) -> str:
    return f", because of « {evidence.because} »" if evidence.because else ""


def _marked(evidence: Evidence) -> str:
    before, term, after = evidence.marked
    return " ".join(f"{before}[{term}]{after}".split())


def _found(match: Match) -> values.Value:
    return {
        "band": match.band.value,
        "score": match.score,
        "branches": list(match.branches),
        "evidence": [
            answers.shown(each) | {"block": each.block, "because": each.because} for each in match.evidence
        ],
    }


def _other(other: Other) -> values.Value:
    return answers.shown(other.evidence) | {
        "block": other.evidence.block,
        "because": other.evidence.because,
        "sense": other.sense,
    }
