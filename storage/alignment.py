"""Which blocks of two documents belong together: equal, edited, split or merged, never comparing all pairs."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import chain, pairwise

from rapidfuzz.distance import Levenshtein

from storage.sequences import DENSE, Link, gaps, matches

_COMMON = 8  # a feature that more blocks than this hold says nothing about which belong together
_KIN_NEAR = 0.25  # Dice coefficient from which two blocks at the same place are one, edited
_KIN_FAR = 0.5  # and two blocks at different places
_SURE = 0.55  # Dice coefficient of the words alone that blocks of other matter do not reach
_MOST = 20_000  # blocks without an equal beyond which no article is meant: they were cut, or added
_NEAR = 8  # how far, counted in blocks that have no equal, an edited block is looked for at first
_HOME = 0.2  # what being at the same place counts for, when several blocks are alike
_PIECE = 0.5  # the part of a piece that must come from the block it was cut from
_SHORT = 12  # words up to which a block is a subhead or a caption: replaced rather than cut and added


def align(old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]) -> list[Link]:
    """Links between blocks, each given as its folded words, in the order of the new side.

    Every block is in one link at most; one that is in none was added or cut, and one without words is in
    none unless it lies within. Links may cross.
    """
    old_at = [place for place, forms in enumerate(old) if forms]
    new_at = [place for place, forms in enumerate(new) if forms]
    links = _aligned([old[place] for place in old_at], [new[place] for place in new_at])
    return sorted(
        (
            Link(old_at[a], old_at[a_end - 1] + 1, new_at[b], new_at[b_end - 1] + 1)
            for a, a_end, b, b_end in links
        ),
        key=lambda link: link.new,
    )


def _aligned(old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]) -> list[Link]:
    old_keys, new_keys = [" ".join(forms) for forms in old], [" ".join(forms) for forms in new]
    if old_keys != new_keys and " ".join(old_keys) == " ".join(new_keys):
        return _recut(old_keys, new_keys, Link(0, len(old), 0, len(new)))
    anchors = matches(old_keys, new_keys)
    links = [Link(a, a + 1, b, b + 1) for a, b in anchors]
    left: dict[int, int] = {}  # the blocks that are still free, with the gap they lie in
    right: dict[int, int] = {}
    for number, gap in enumerate(gaps(old_keys, new_keys, anchors)):
        stretches = " ".join(old_keys[gap.old : gap.old_end]), " ".join(new_keys[gap.new : gap.new_end])
        if stretches[0] and stretches[0] == stretches[1]:
            links += _recut(old_keys, new_keys, gap)
        else:
            left |= dict.fromkeys(range(gap.old, gap.old_end), number)
            right |= dict.fromkeys(range(gap.new, gap.new_end), number)
    for link in _elsewhere(old_keys, new_keys, left, right):
        links.append(_taken(link, left, right))
    if len(left) + len(right) > _MOST:
        return links
    for link in _plain(old, new, left, right):
        links.append(_taken(link, left, right))
    if left and right:
        links += _Kinship(old, new, left, right).links()
    return links


def _taken(link: Link, left: dict[int, int], right: dict[int, int]) -> Link:
    for place in range(link.old, link.old_end):
        del left[place]
    for place in range(link.new, link.new_end):
        del right[place]
    return link


def _recut(old: Sequence[str], new: Sequence[str], gap: Link) -> list[Link]:
    """Links of two stretches with the same words in other blocks: a new link wherever both sides end one."""
    ends: dict[int, int] = {}
    length = 0
    for place in range(gap.old, gap.old_end):
        length += len(old[place]) + 1
        ends[length] = place + 1
    links: list[Link] = []
    a, b, length = gap.old, gap.new, 0
    for place in range(gap.new, gap.new_end):
        length += len(new[place]) + 1
        if length in ends:
            links.append(Link(a, ends[length], b, place + 1))
            a, b = ends[length], place + 1
    return links


def _elsewhere(
    old: Sequence[str], new: Sequence[str], left: Mapping[int, int], right: Mapping[int, int]
) -> list[Link]:
    """Equal blocks that stand at another place, the first with the first."""
    free: dict[str, list[int]] = defaultdict(list)
    for place in sorted(left, reverse=True):
        free[old[place]].append(place)
    return [
        Link(old_place, old_place + 1, place, place + 1)
        for place in sorted(right)
        if free.get(new[place])
        for old_place in [free[new[place]].pop()]
    ]


def _plain(
    old: Sequence[Sequence[str]], new: Sequence[Sequence[str]], left: Iterable[int], right: Iterable[int]
) -> list[Link]:
    """Links of blocks that stand near each other, by the words they share: the usual edit.

    None at all where a block that finds no kin so may be a piece of a block around it.
    """
    had, has = [(a, set(old[a])) for a in left], [(b, set(new[b])) for b in right]
    taken: set[int] = set()
    links: list[Link] = []
    for rank, (a, words) in enumerate(had):
        around = has[max(rank - _NEAR, 0) : rank + _NEAR + 1]
        alike, b = max(((_dice(words, near), -b) for b, near in around if b not in taken), default=(0.0, 0))
        if alike >= _SURE:
            taken.add(-b)
            links.append(Link(a, a + 1, -b, 1 - b))
        elif _is_piece(words, around):
            return []
    for rank, (b, words) in enumerate(has):
        if b not in taken and _is_piece(words, had[max(rank - _NEAR, 0) : rank + _NEAR + 1]):
            return []
    return links


def _is_piece(words: set[str], around: Iterable[tuple[int, set[str]]]) -> bool:
    return any(len(words & near) >= _PIECE * len(words) for _, near in around)


def _dice(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def _by_gap(left: Mapping[int, int], right: Mapping[int, int]) -> Iterable[tuple[list[int], list[int]]]:
    """The free blocks of either side, gap by gap."""
    free: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, places in enumerate((left, right)):
        for place, gap in places.items():
            free[gap][side].append(place)
    return free.values()


class _Kinship:
    """Links between blocks that share words without being equal, found through what few blocks hold.

    A block's features are its words and its pairs of words; each votes for the blocks of the other side
    that hold it, so the cost is that of reading, not of comparing every block with every other.
    """

    def __init__(
        self,
        old: Sequence[Sequence[str]],
        new: Sequence[Sequence[str]],
        left: dict[int, int],
        right: dict[int, int],
    ) -> None:
        self._old, self._new, self._left, self._right = old, new, left, right
        holders: dict[Hashable, list[int]] = defaultdict(list)
        for place in right:
            for feature in _features(new[place]):
                holders[feature].append(place)
        for feature in [feature for feature, few in holders.items() if len(few) > _COMMON]:
            holders[feature] = []
        self._new_size = Counter(chain.from_iterable(holders.values()))
        self._votes: dict[int, Counter[int]] = {}
        self._old_size: dict[int, int] = {}
        nobody = [-1]
        for place in left:
            held = [holders.get(feature, nobody) for feature in _features(old[place])]
            votes = Counter(chain.from_iterable(held))
            self._old_size[place] = sum(map(bool, held))
            del votes[-1]
            self._votes[place] = votes

    def links(self) -> list[Link]:
        """Splits and merges first, then pairs from the most alike down, then short blocks by their place."""
        links: list[Link] = []
        for link in [*self._splits(), *self._merges()]:
            if self._is_free(link) and self._comes_from(link):
                links.append(_taken(link, self._left, self._right))
        for _, a, b in sorted(self._pairs(), reverse=True):
            link = Link(-a, 1 - a, -b, 1 - b)
            if self._is_free(link):
                links.append(_taken(link, self._left, self._right))
        return links + self._by_place()

    def _is_free(self, link: Link) -> bool:
        return all(place in self._left for place in range(link.old, link.old_end)) and all(
            place in self._right for place in range(link.new, link.new_end)
        )

    def _splits(self) -> list[Link]:
        origin: dict[int, tuple[int, int]] = {}
        for a, votes in self._votes.items():
            for b, shared in votes.items():
                if shared >= _PIECE * self._new_size[b]:
                    origin[b] = max(origin.get(b, (0, 0)), (shared, -a))
        runs = _runs({b: -a for b, (_, a) in origin.items()})
        return [Link(a, a + 1, b, b_end) for a, b, b_end in runs]

    def _merges(self) -> list[Link]:
        target: dict[int, int] = {}
        for a, votes in self._votes.items():
            shared, b = max(((shared, -b) for b, shared in votes.items()), default=(0, 0))
            if shared and shared >= _PIECE * self._old_size[a]:
                target[a] = -b
        return [Link(a, a_end, b, b + 1) for b, a, a_end in _runs(target)]

    def _comes_from(self, link: Link) -> bool:
        """Whether the words of each piece stand in the whole, in order, and make up most of it."""
        old, new = self._old[link.old : link.old_end], self._new[link.new : link.new_end]
        (whole,), pieces = (old, new) if len(old) == 1 else (new, old)
        joined = [form for piece in pieces for form in piece]
        if len(whole) * len(joined) > DENSE:
            return False
        shared = [0] * len(joined)
        for step in Levenshtein.opcodes(whole, joined):
            if step.tag == "equal":
                shared[step.dest_start : step.dest_end] = [1] * (step.dest_end - step.dest_start)
        if sum(shared) < _PIECE * len(whole):
            return False
        start = 0
        for piece in pieces:
            if sum(shared[start : start + len(piece)]) < _PIECE * len(piece):
                return False
            start += len(piece)
        return True

    def _pairs(self) -> Iterable[tuple[float, int, int]]:
        for a, votes in self._votes.items():
            for b, shared in votes.items():
                alike = 2 * shared / (self._old_size[a] + self._new_size[b])
                if a in self._left and b in self._right:
                    near = self._left[a] == self._right[b]
                    if alike >= (_KIN_NEAR if near else _KIN_FAR):
                        yield alike + (_HOME if near else 0), -a, -b

    def _by_place(self) -> list[Link]:
        """A short block that is alone in its gap with another short one was replaced by it."""
        return [
            Link(a, a + 1, b, b + 1)
            for olds, news in _by_gap(self._left, self._right)
            if len(olds) == len(news) == 1
            for a, b in [(olds[0], news[0])]
            if len(self._old[a]) <= _SHORT and len(self._new[b]) <= _SHORT
        ]


def _features(forms: Sequence[str]) -> set[Hashable]:
    return {*forms, *pairwise(forms)}


def _runs(whole_of: Mapping[int, int]) -> list[tuple[int, int, int]]:
    """(whole, first piece, end) for each whole whose pieces, two or more, stand next to each other."""
    runs: list[tuple[int, int, int]] = []
    for piece in sorted(whole_of):
        whole = whole_of[piece]
        if runs and runs[-1][0] == whole and runs[-1][2] == piece:
            runs[-1] = (whole, runs[-1][1], piece + 1)
        else:
            runs.append((whole, piece, piece + 1))
    return [run for run in runs if run[2] - run[1] > 1]
