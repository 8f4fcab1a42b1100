"""How much a document is about a topic: title, lead, density and variety make a score, the score a band."""

from scheduler.topics.finding import Find
from scheduler.topics.reading import Reading
from storage.vocabulary import Band

LEAD = 60
"""How many words after the title are the lead."""
CENTRAL = 0.6
SECONDARY = 0.25


def score(found: list[Find], reading: Reading) -> float:
    """From 0 to 1: .35 for the title, .2 for the lead (.5 where there is no title), .2 for three hits or
    more, .15 for one in fifty words or more, .1 for four different terms or more."""
    title_words = reading.title_words
    in_title = any(reading.in_title(find.hit) for find in found)
    in_lead = any(title_words <= find.hit.first < title_words + LEAD for find in found)
    opening = 0.35 * in_title + 0.2 * in_lead if title_words else 0.5 * in_lead
    count = 0.2 * min(1.0, (len(found) - 1) / 2)
    density = 0.15 * min(1.0, len(found) * 50 / max(50, reading.words))
    terms = {reading.folded.text[find.hit.start : find.hit.end] for find in found}
    return round(opening + count + density + 0.1 * min(1.0, (len(terms) - 1) / 3), 2)


def band(value: float) -> Band:
    """Central from .6, secondary from .25."""
    if value >= CENTRAL:
        return Band.CENTRAL
    return Band.SECONDARY if value >= SECONDARY else Band.MENTION
