"""What comparing costs, as ratios within one run: `python -m bench.compare`."""

import random
import statistics
import time
from collections.abc import Callable
from difflib import SequenceMatcher
from functools import partial
from itertools import pairwise
from pathlib import Path

from storage.diff import compare
from storage.records import Document
from storage.vocabulary import Op, Part

SEEDS = Path(__file__).parent.parent / "seeds"
SIZES = (1_200, 20_000, 100_000)  # words
ROUNDS = 5
PARAGRAPH = 130  # words, as in the seeds' articles


def article(chance: random.Random, length: int, followers: dict[str, list[str]]) -> tuple[str, ...]:
    """Blocks of `length` words in all, each word one that follows the last somewhere in the seeds."""
    words = [chance.choice(list(followers))]
    while len(words) < length:
        words.append(chance.choice(followers.get(words[-1]) or list(followers)))
    return tuple(" ".join(words[start : start + PARAGRAPH]) for start in range(0, length, PARAGRAPH))


def edited(chance: random.Random, blocks: tuple[str, ...], share: float, pool: list[str]) -> tuple[str, ...]:
    """The blocks with `share` of the words replaced, cut or doubled by another."""

    def edit(word: str) -> str:
        if chance.random() >= share:
            return word
        other = chance.choice(pool)
        return chance.choice([other, "", f"{word} {other}"])

    return tuple(" ".join(filter(None, map(edit, block.split()))) for block in blocks)


def moved(chance: random.Random, blocks: tuple[str, ...], times: int) -> tuple[str, ...]:
    """The blocks with some of them at another place."""
    order = list(blocks)
    for _ in range(times):
        order.insert(chance.randrange(len(order)), order.pop(chance.randrange(len(order))))
    return tuple(order)


def document(blocks: tuple[str, ...]) -> Document:
    return Document(address="https://example.com/1", title="Un titre", blocks=blocks)


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def marked(old: tuple[str, ...], new: tuple[str, ...]) -> float:
    """The share of the words that a comparison marks as added or cut."""
    marks = 0
    for hunk in compare(document(old), document(new)):
        if hunk.part is Part.BLOCK and hunk.op in (Op.INSERT, Op.DELETE):
            marks += len(hunk.old.split()) + len(hunk.new.split())
        marks += sum(len(s.old.split()) + len(s.new.split()) for s in hunk.spans if s.op is not Op.EQUAL)
    return marks / sum(len(block.split()) for block in (*old, *new))


def by_difflib(old: tuple[str, ...], new: tuple[str, ...]) -> object:
    before, after = (" ".join(blocks).split() for blocks in (old, new))
    return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()


def texts(chance: random.Random) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Old and new bodies of each size, as paragraphs and as one block."""
    pool = " ".join(path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))).split()
    followers: dict[str, list[str]] = {}
    for word, after in pairwise(pool):
        followers.setdefault(word, []).append(after)
    bodies = {}
    for size in SIZES:
        old = article(chance, size, followers)
        new = edited(chance, old, 0.3, pool)
        bodies[f"blocks {size}"] = (old, new)
        bodies[f"line {size}"] = ((" ".join(old),), (" ".join(new),))
    return bodies


def timings(bodies: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]) -> dict[str, float]:
    """The median CPU time of each comparison, the rounds interleaved."""
    spent: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        spent.setdefault("difflib", []).append(seconds(partial(by_difflib, *bodies["blocks 1200"])))
        for name, (old, new) in bodies.items():
            spent.setdefault(name, []).append(seconds(partial(compare, document(old), document(new))))
    return {name: statistics.median(each) for name, each in spent.items()}


def main() -> None:
    chance = random.Random(7)
    bodies = texts(chance)
    took = timings(bodies)
    old, _ = bodies["blocks 1200"]
    shifted = statistics.mean(marked(old, moved(chance, old, 3)) for _ in range(20))
    rows = [
        ("1,200 words, 30 % edited, to difflib without autojunk", took["blocks 1200"] / took["difflib"], 0.6),
        ("20,000 words to 1,200", took["blocks 20000"] / took["blocks 1200"], 40),
        ("100,000 words to 20,000", took["blocks 100000"] / took["blocks 20000"], 20),
        ("all on one line: 1,200 words to difflib", took["line 1200"] / took["difflib"], 0.6),
        ("all on one line: 20,000 words to 1,200", took["line 20000"] / took["line 1200"], 40),
        ("all on one line: 100,000 words to 20,000", took["line 100000"] / took["line 20000"], 20),
        ("share of words marked after three moved paragraphs", shifted, 0.05),
    ]
    print(f"compare: medians of {ROUNDS}, CPU time; 1,200 words take {took['blocks 1200'] * 1000:.1f} ms")
    for name, ratio, goal in rows:
        print(f"  {name:<54} {ratio:7.3f}   goal <= {goal}")


if __name__ == "__main__":
    main()
