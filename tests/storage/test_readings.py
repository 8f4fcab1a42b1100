"""What rules found, kept with the text they read, and what a trial of other rules goes over."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from storage.editions import Choice, Edition, Message
from storage.records import Document
from storage.store import Store
from storage.vocabulary import Kind
from tests.storage.looks import DAY, EXTRACTOR, HOUR, NOON, article, look, read, stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """As the topics have it: nested, with a value that may be missing."""

    words: tuple[str, ...]
    block: int | None = None
    counts: Mapping[str, int]


SHAPE = Mapping[str, Found]
SOME = {
    "icc": Found(words=("ⵜⴰⵎⵙⵙⵓⵎⴰⵏⵜ", "l’IA"), counts={"Cour": 2}),
    "ia": Found(words=(), block=0, counts={}),
}


def kept(store: Store, document: Document, rules: str) -> object:
    return store.reading(document, rules, SHAPE)  # type: ignore[type-abstract]


def test_a_reading_comes_back_as_it_was_kept_for_the_same_text_and_rules(store: Store) -> None:
    document = article()
    assert kept(store, document, "first") is None
    store.keep_readings("first", {document: SOME, article("https://haca.ma/b"): {}})
    assert kept(store, document, "first") == SOME
    assert kept(store, article("https://haca.ma/b"), "first") == {}
    assert kept(store, replace(document, title="Autre"), "first") is None


def test_other_rules_read_again_and_replace_what_was_found(store: Store) -> None:
    document, other = article(), article("https://haca.ma/b")
    store.keep_readings("first", {document: SOME, other: SOME})
    assert kept(store, document, "second") is None
    store.keep_readings("second", {document: {}})
    assert (kept(store, document, "second"), kept(store, document, "first")) == ({}, None)
    assert kept(store, other, "first") == SOME


def test_a_stored_version_has_its_reading(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    read(store, run, article("https://haca.ma/fr/a", "L’« IA » \ud800 \x00 de 11,5 %."))
    (version,) = store.versions("https://haca.ma/fr/a")
    store.keep_readings("first", {version.document: SOME})
    (again,) = store.versions("https://haca.ma/fr/a")
    assert kept(store, again.document, "first") == SOME


def test_more_readings_than_one_statement_takes(store: Store) -> None:
    many = {article(f"https://haca.ma/{number}"): {} for number in range(450)}
    store.keep_readings("first", many)
    assert all(kept(store, document, "first") == {} for document in many)


def test_the_last_versions_of_all_documents(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    read(store, run, article("https://haca.ma/a"), article("https://haca.ma/b"))
    later = article("https://haca.ma/a", "Un autre paragraphe.")
    store.record(run, look(later, NOON + HOUR), stored(Kind.EDITED, later), EXTRACTOR)
    latest = {version.document.address: version.number for _, version in store.latest()}
    assert latest == {"https://haca.ma/a": 2, "https://haca.ma/b": 1}
    assert [(source, version.number) for source, version in store.latest(NOON + HOUR)] == [("haca", 2)]


def test_what_a_digest_was_made_from(store: Store) -> None:
    run = store.begin_run("haca", NOON)
    read(store, run, article("https://haca.ma/a"), article("https://haca.ma/b"))
    message = Message(subject="s", html="h", text="t", page="p")

    def shown(choice: Choice) -> Edition:
        return Edition(message=message, letters=(), shown=frozenset({choice.changes[0].number}))

    number = store.choose("revue", NOON + HOUR, shown)
    assert number is not None
    assert store.choose(
        "revue", NOON + DAY, lambda _: Edition(message=message, letters=(), shown=frozenset())
    )
    assert [change.address for change in store.weighed(number)] == ["https://haca.ma/a", "https://haca.ma/b"]
    assert store.weighed(number + 1) == ()
