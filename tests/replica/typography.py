"""The typographies in which the sites print the same words."""

import re

NO_BREAK = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"


def straight(text: str) -> str:
    """Typewriter apostrophes, as Maghress folds what it copies."""
    return text.replace("’", "'")


def curly(text: str) -> str:
    """Typographic apostrophes, as Les ECO and L'ODJ print."""
    return re.sub(r"(?<=\w)'(?=\w)", "’", text)


def spaced(text: str) -> str:
    """The same words as another editor would save them: every quote, dash and space its other way."""
    swapped = straight(text) if "’" in text else curly(text)
    swapped = re.sub(r"«\s*", f"«{NO_BREAK}", swapped)
    swapped = re.sub(r"\s*»", f"{NO_BREAK}»", swapped)
    swapped = re.sub(r" ([;!?])", rf"{NARROW}\1", swapped)
    swapped = re.sub(r" :(?= )", f"{NO_BREAK}:", swapped)
    swapped = re.sub(r"(\d)\s?%", rf"\1{NO_BREAK}%", swapped)
    return swapped.replace("...", "…").replace(" - ", " – ")


STYLES = {"straight": straight, "curly": curly, "spaced": spaced}
