"""Topic files: from TOML to checked topics."""

import hashlib
import re

from scheduler.topics import query as queries
from scheduler.topics.sections import Section, read
from scheduler.topics.terms import Pattern, patterns, written
from scheduler.topics.topic import Acronym, Clue, Examples, Rule, Sense, Topic, TopicInfo

_KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")


def read_topic(text: str, file: str) -> Topic:
    """The topic that a file's text describes; raises BadTopics naming file, line and key of a mistake."""
    top = read(text, file)
    key = top.text("key")
    if not _KEY.fullmatch(key):
        top.fail("key", f"{key!r}: lower-case letters, digits and hyphens, a letter first, at most 40")
    lists = _Lists(key)
    named = top.section("lists")
    for name in named.keys():  # noqa: SIM118 - a Section is no mapping
        lists.add(name, named, name)
    branches = _branches(top.section("branches"))
    rules = tuple(_rule(section, lists, branches) for section in top.sections("rule"))
    clues = tuple(_clue(section, lists, branches) for section in top.sections("clue"))
    senses = dict(_sense(section, lists) for section in top.sections("sense"))
    acronyms = tuple(_acronym(section, lists, senses) for section in top.sections("acronym"))
    query = top.optional_text("query")
    topic = Topic(
        info=_info(top, key, branches),
        file=file,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        rules=rules,
        clues=clues,
        acronyms=acronyms,
        query=_query(top, lists, query) if query else None,
        lists=lists.patterns,
        examples=_examples(top),
    )
    top.end()
    if not rules and not clues and not acronyms and topic.query is None:
        top.fail("key", "the topic has no [[rule]], [[clue]], [[acronym]] or query: nothing can match it")
    return topic


class _Lists:
    """The lists of terms of one topic, by full name."""

    def __init__(self, key: str) -> None:
        self._key = key
        self.patterns: dict[str, frozenset[Pattern]] = {}

    def add(self, name: str, section: Section, key: str) -> str:
        """Make a list of what `section` has under `key`; its full name."""
        full = f"{self._key}/{name}"
        if full in self.patterns:
            section.fail(
                "name", f"{name.split('/')[1]!r} is the name of an entry above", value=name.split("/")[1]
            )
        made: set[Pattern] = set()
        for language, term in section.spoken(key):
            if term.startswith("@"):
                made |= self.patterns[self.named(term[1:], section, key)]
                continue
            try:
                made |= patterns(term, language)
            except ValueError as error:
                section.fail(key, str(error), value=term)
        self.patterns[full] = frozenset(made)
        return full

    def named(self, name: str, section: Section, key: str) -> str:
        full = f"{self._key}/{name}"
        if full not in self.patterns:
            section.fail(key, f"no list named {name!r} stands above under [lists]", value=f"@{name}")
        return full

    def used(self, owner: str, section: Section, key: str) -> tuple[str, ...]:
        """The lists that a key names by `@`, and one of the terms it writes out itself."""
        written = section.strings(key)
        names = [self.named(term[1:], section, key) for term in written if term.startswith("@")]
        if len(names) < len(written):
            names = [self.add(f"{owner}/{key}", section, key)]
        return tuple(names)


def _info(top: Section, key: str, branches: dict[str, dict[str, str]]) -> TopicInfo:
    names = top.names("names")
    if "fr" not in names:
        top.fail("names", 'the topic\'s French name is missing: names.fr = "…"')
    return TopicInfo(key=key, names=names, short=top.names("short"), branches=branches)


def _branches(section: Section) -> dict[str, dict[str, str]]:
    branches = {}
    for key in section.keys():  # noqa: SIM118 - a Section is no mapping
        names = section.names(key)
        if "fr" not in names:
            section.fail(key, 'the branch\'s French name is missing: fr = "…"')
        branches[key] = names
    return branches


def _examples(section: Section) -> Examples:
    return Examples(matches=section.strings("matches"), refuses=section.strings("refuses"))


def _rule(section: Section, lists: _Lists, branches: dict[str, dict[str, str]]) -> Rule:
    name = section.text("name")
    near = lists.used(f"rule/{name}", section, "near")
    before = lists.used(f"rule/{name}", section, "after")
    if near and before:
        section.fail("after", "a rule has near or after, not both")
    rule = Rule(
        name=name,
        terms=_own(lists, f"rule/{name}/terms", section, "terms"),
        weight=section.figure("weight", 1.0, 0.1, 10),
        near=near or before,
        within=int(section.figure("within", 8 if near else 3, 1, 100)),
        after=bool(before),
        unless=lists.used(f"rule/{name}", section, "unless"),
        branch=_branch(section, branches),
        label=section.flag("label"),
        examples=_examples(section),
    )
    if rule.label and rule.branch is None:
        section.fail("label", "a label needs the branch that it names")
    section.end()
    return rule


def _clue(section: Section, lists: _Lists, branches: dict[str, dict[str, str]]) -> Clue:
    name = section.text("name")
    clue = Clue(
        name=name,
        terms=_own(lists, f"clue/{name}/terms", section, "terms"),
        weight=section.figure("weight", None, -1, 1),
        subject=section.flag("subject"),
        branch=_branch(section, branches),
        examples=_examples(section),
    )
    section.end()
    return clue


def _branch(section: Section, branches: dict[str, dict[str, str]]) -> str | None:
    branch = section.optional_text("branch")
    if branch is not None and branch not in branches:
        section.fail("branch", f"{branch!r} has no line under [branches]")
    return branch


def _own(lists: _Lists, name: str, section: Section, key: str) -> str:
    full = lists.add(name, section, key)
    if not lists.patterns[full]:
        section.fail(key, "is missing or empty: at least one term")
    return full


def _sense(section: Section, lists: _Lists) -> tuple[str, Sense]:
    key = section.text("key")
    sense = Sense(
        name=section.text("name"),
        names=lists.add(f"sense/{key}/names", section, "names"),
        cues=lists.add(f"sense/{key}/cues", section, "cues"),
        only_beside=section.flag("only_beside"),
    )
    section.end()
    return key, sense


def _acronym(section: Section, lists: _Lists, senses: dict[str, Sense]) -> Acronym:
    name = section.text("name")
    forms = [form for term in section.strings("forms") for form in written(term)]
    for sense in section.strings("senses"):
        if sense not in senses:
            section.fail("senses", f"no [[sense]] above has the key {sense!r}", value=sense)
    acronym = Acronym(
        name=name,
        forms=frozenset(form.replace(" ", "").rstrip(".") for form in forms),
        terms=_own(lists, f"acronym/{name}/forms", section, "forms"),
        names=lists.used(f"acronym/{name}", section, "names"),
        cues=lists.used(f"acronym/{name}", section, "cues"),
        beside=lists.add(f"acronym/{name}/beside", section, "beside"),
        beside_other=lists.add(f"acronym/{name}/beside_other", section, "beside_other"),
        parted=bool(section.strings("beside") and section.strings("beside_other")),
        senses=tuple(senses[key] for key in section.strings("senses")),
        weight=section.figure("weight", 1.0, 0.1, 10),
        examples=_examples(section),
    )
    section.end()
    return acronym


def _query(top: Section, lists: _Lists, written: str) -> queries.Query:
    try:
        query = queries.parse(written)
        for leaf in queries.leaves(query):
            if isinstance(leaf, queries.Listed):
                lists.named(leaf.name, top, "query")
            else:
                lists.patterns[f"{top.text('key')}/query/{leaf.text}"] = patterns(leaf.text)
    except ValueError as error:
        top.fail("query", str(error))
    return query
