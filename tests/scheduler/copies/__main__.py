"""How well copies are told from what only looks like them: `python -m tests.scheduler.copies`.

The table is of the held-out third; with `--all` of all pairs, with `--wrong` each wrong answer is printed, with
`--jsonl` the pairs themselves, as `veilleur copies` reads them.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from scheduler.copies import answer
from tests.scheduler.copies.pairs import Pair, pairs

AT = datetime(2026, 11, 21, tzinfo=UTC)
GOAL = 0.985


def judged(pair: Pair) -> dict[str, Any]:
    """The command's answer to a pair."""
    told: dict[str, Any] = json.loads(answer(json.dumps({"id": pair.id, "a": pair.a, "b": pair.b}), AT))
    return told


def f1(answers: Sequence[tuple[Pair, bool]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of « same »."""
    found = sum(pair.same and said for pair, said in answers)
    said_same, are_same = sum(said for _, said in answers), sum(pair.same for pair, _ in answers)
    precision, recall = found / max(said_same, 1), found / max(are_same, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def main() -> int:
    """Print the table; 0 where the goal is met."""
    chosen = [pair for pair in pairs() if "--all" in sys.argv or "--tuned" in sys.argv or pair.held_out]
    chosen = [pair for pair in chosen if "--tuned" not in sys.argv or not pair.held_out]
    if "--jsonl" in sys.argv:
        for pair in chosen:
            print(json.dumps({"id": pair.id, "a": pair.a, "b": pair.b}, ensure_ascii=False))
        return 0
    told = [(pair, judged(pair)) for pair in chosen]
    kinds: dict[tuple[bool, str], list[bool]] = defaultdict(list)
    for pair, said in told:
        kinds[not pair.same, pair.kind].append(said["same"] == pair.same)
        if "--wrong" in sys.argv and said["same"] != pair.same:
            print(said, file=sys.stderr)
    print(f"{'':12}{'pairs made as':34}{'pairs':>6}{'right':>7}")
    for (differ, kind), right in sorted(kinds.items(), key=lambda row: row[0][0]):
        print(
            f"{'different' if differ else 'copies':12}{kind:34}{len(right):6}{sum(right) / len(right):7.3f}"
        )
    precision, recall, both = f1([(pair, said["same"]) for pair, said in told])
    print(f"{len(told)} pairs: precision {precision:.4f}, recall {recall:.4f}, F1 {both:.4f} (goal: {GOAL})")
    return 0 if both >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
