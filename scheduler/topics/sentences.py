"""Where sentences begin and end, in the four languages, in linear time."""

import re
from bisect import bisect_right

PART = "\u2029"
"""What stands between a title and the blocks when they are read as one text."""

LONGEST = 600
"""More than this many code points are not a sentence anybody reads; what is shown is cut around the term."""

_STOP = re.compile(rf"{PART}|\n\s*\n|([.!?…؟。]{{1,9}})[\"»”’')\]]{{0,4}}\s+|(?<=[:»”])\n")
_SHORT = re.compile(
    r"(?:^|[\s(«\"'’])(?:[A-ZÀ-Ý]|M|MM|Mme|Mmes|Mlle|Dr|Pr|Me|Mgr|St|Ste|Mr|Mrs|Ms|Sr|Sra|D|Art|art|n|no|No"
    r"|p|pp|vol|av|apr|env|cf|vs|etc|ex|Ph|Inc|Ltd|Co|U\.S|U\.K|EE|UU)$"
)


def sentence_starts(text: str) -> list[int]:
    """Where each sentence of `text` starts, ascending, the first at 0."""
    starts = [0]
    for stop in _STOP.finditer(text):
        after = stop.end()
        if stop.group(1) and after < len(text):
            if text[after].islower():
                continue
            if stop.group(1) == "." and _SHORT.search(text, max(0, stop.start() - 8), stop.start()):
                continue
        starts.append(after)
    return starts


def sentence_around(text: str, starts: list[int], start: int, end: int) -> tuple[int, int]:
    """The sentence that holds `start`, without blanks at its ends; cut around the term where it has no end."""
    number = bisect_right(starts, start) - 1
    first = starts[number]
    last = starts[number + 1] if number + 1 < len(starts) else len(text)
    if last - first > LONGEST:
        first, last = _cut(text, first, last, start, end)
    while first < start and (text[first].isspace() or text[first] == PART):
        first += 1
    last = max(last, end)
    while last > end and (text[last - 1].isspace() or text[last - 1] == PART):
        last -= 1
    return first, last


def _cut(text: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    """At most `LONGEST` code points around a term, at blanks where there are any."""
    margin = max(0, (LONGEST - (end - start)) // 2)
    left, right = max(first, start - margin), min(last, end + margin)
    if left > first:
        blank = text.find(" ", left, start)
        left = blank + 1 if blank >= 0 else left
    if right < last:
        blank = text.rfind(" ", end, right)
        right = blank if blank >= 0 else right
    return left, right
