"""The speed of finding terms: `python -m bench.topics`; it exits with 1 where a goal is missed.

That the places are those of a slow, obvious matcher is looked at first, on a sample in each language.

Two hundred terms against one compiled alternation of the same terms, two thousand against two hundred, on
the same folded texts, by turns in one process, medians of CPU time. Folding is timed apart: it is done once
a document.
"""

import random
import re
import statistics
import sys
import time
from collections.abc import Callable

from scheduler.topics import load
from scheduler.topics.fold import folded
from scheduler.topics.lexicon import Lexicon
from scheduler.topics.terms import Pattern, patterns
from storage.records import Document
from tests.scheduler.topics.evaluation import LANGUAGES, texts
from tests.scheduler.topics.test_lexicon import slow_places

ROUNDS = 5
LETTERS = "abcdefghilmnoprstuv"
FASTER = 5.0
FLATTER = 1.5
SAMPLED = 9
"""Every ninth text is looked through by the slow matcher."""


def main() -> int:
    """Print the table; 0 where both goals are met."""
    source = [text.text for text in texts()] * 12
    articles = ["\n".join(source[at : at + 25]) for at in range(0, len(source), 25)]
    ready = [folded(article) for article in articles]
    size = sum(len(article.encode()) for article in articles) / 1e6
    words = _words(ready)
    few, many = Lexicon({"terms": _patterns(words[:200])}), Lexicon({"terms": _patterns(words[:2000])})
    alternation = re.compile(rf"\b(?:{'|'.join(map(re.escape, words[:200]))})\b")
    runs: dict[str, Callable[[], object]] = {
        "200 terms": lambda: [few.places(text) for text in ready],
        "2,000 terms": lambda: [many.places(text) for text in ready],
        "200 terms, alternation": lambda: [[*alternation.finditer(text)] for text in ready],
        "folding": lambda: [folded(article) for article in articles],
        "packaged topics, all steps": _matching(articles),
    }
    same = _same_as_the_slow_matcher()
    times = _times(runs)
    print(f"{len(articles)} articles, {size:.1f} MB, median of {ROUNDS}")
    for name, seconds in times.items():
        print(f"{name:28} {seconds * 1e6 / len(articles):8.0f} us an article {size / seconds:7.1f} MB/s")
    faster = times["200 terms, alternation"] / times["200 terms"]
    flatter = times["2,000 terms"] / times["200 terms"]
    print(f"faster than the alternation: {faster:.1f} times (goal: at least {FASTER:g})")
    print(f"2,000 terms for 200: {flatter:.2f} times the time (goal: at most {FLATTER:g})")
    return 0 if same and faster >= FASTER and flatter <= FLATTER else 1


def _same_as_the_slow_matcher() -> bool:
    """Whether the packaged lists are found where the reference matcher of the tests finds them."""
    lists = {name: terms for topic in load().files for name, terms in topic.lists.items()}
    lexicon = Lexicon(lists)
    every = True
    for language in LANGUAGES:
        sample = [folded(text.text) for text in texts() if text.language == language][::SAMPLED]
        same = sum(lexicon.places(text) == slow_places(lists, text) for text in sample)
        print(f"{language}: {same} of {len(sample)} texts have the very places of the slow matcher")
        every = every and same == len(sample)
    return every


def _words(ready: list[str]) -> list[str]:
    """Two thousand terms: a hundred that occur, rarely, and invented phrases of two words."""
    pick = random.Random(5)
    counts: dict[str, int] = {}
    for text in ready:
        for word in text.split():
            counts[word] = counts.get(word, 0) + 1
    rare = sorted(word for word, count in counts.items() if len(word) > 6 and count <= 36)
    invented = [
        " ".join("".join(pick.choices(LETTERS, k=pick.randint(5, 9))) for _ in range(2)) for _ in range(1900)
    ]
    return [*pick.sample(rare, 100), *invented]


def _patterns(words: list[str]) -> set[Pattern]:
    return {pattern for word in words for pattern in patterns(word)}


def _matching(articles: list[str]) -> Callable[[], object]:
    rules = load()
    documents = [Document(address="", title="", blocks=tuple(article.split("\n"))) for article in articles]
    return lambda: [rules.match(document) for document in documents]


def _times(runs: dict[str, Callable[[], object]]) -> dict[str, float]:
    spent: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            start = time.process_time()
            run()
            spent[name].append(time.process_time() - start)
    return {name: statistics.median(seconds) for name, seconds in spent.items()}


if __name__ == "__main__":
    sys.exit(main())
