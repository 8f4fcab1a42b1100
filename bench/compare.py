"""What comparing costs, as ratios within one run: `python -m bench.compare`."""

import random
import re
import statistics
import time
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

from storage.diff import compare
from storage.records import Document
from storage.vocabulary import Op, Part

SEEDS = Path(__file__).parent.parent / "seeds"
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
    flat = [" ".join(blocks).split() for blocks in (old, new)]
    return SequenceMatcher(None, *flat, autojunk=False).get_opcodes()


def main() -> None:
    chance = random.Random(7)
    text = " ".join(path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt")))
    pool = re.split(r"\s+", text)
    followers: dict[str, list[str]] = {}
    for word, after in zip(pool, pool[1:], strict=False):
        followers.setdefault(word, []).append(after)
    sizes = (1_200, 20_000, 100_000)
    olds = {size: article(chance, size, followers) for size in sizes}
    news = {size: edited(chance, olds[size], 0.3, pool) for size in sizes}
    flat = (
        {size: ("\n".join(olds[size]),) for size in sizes},
        {size: ("\n".join(news[size]),) for size in sizes},
    )
    times: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        times.setdefault("difflib", []).append(seconds(lambda: by_difflib(olds[1_200], news[1_200])))
        for size in sizes:
            pairs = {"blocks": (olds[size], news[size]), "one block": (flat[0][size], flat[1][size])}
            for shape, (old, new) in pairs.items():
                before, after = document(old), document(new)
                spent = seconds(lambda: compare(before, after))  # noqa: B023 - called at once
                times.setdefault(f"{shape} {size}", []).append(spent)
    median = {name: statistics.median(spent) for name, spent in times.items()}
    shifted = statistics.mean(marked(olds[1_200], moved(chance, olds[1_200], 3)) for _ in range(20))
    rows = [
        (
            "1,200 words, 30 % edited, to difflib without autojunk",
            median["blocks 1200"] / median["difflib"],
            0.6,
        ),
        ("20,000 words to 1,200", median["blocks 20000"] / median["blocks 1200"], 40),
        ("100,000 words to 20,000", median["blocks 100000"] / median["blocks 20000"], 20),
        ("one block: 1,200 words, to difflib", median["one block 1200"] / median["difflib"], None),
        ("one block: 20,000 words to 1,200", median["one block 20000"] / median["one block 1200"], None),
        ("one block: 100,000 words to 20,000", median["one block 100000"] / median["one block 20000"], None),
        ("share of words marked after three moves of paragraphs", shifted, 0.05),
    ]
    print(f"compare: medians of {ROUNDS}, CPU time; 1,200 words take {median['blocks 1200'] * 1000:.1f} ms")
    for name, ratio, limit in rows:
        print(f"  {name:<56} {ratio:8.3f}" + (f"   goal <= {limit}" if limit else ""))


if __name__ == "__main__":
    main()
