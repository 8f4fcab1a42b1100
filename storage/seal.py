"""What shows, without reading a page, that its article is as it was."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a part of an article stands in its page's markup.

    `opening` is markup that occurs exactly `times` times and whose end opens the part, its bytes as Latin-1
    characters. The part is the `whole` element, the last one where there are several, or only the text up to
    the next tag.
    """

    opening: str
    times: int = 1
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What shows without reading a page that its article is as it was: `mark` is the hash (hex) of what stands
    at the `places` and of what the page's head declares."""

    places: tuple[Place, ...]
    mark: str
