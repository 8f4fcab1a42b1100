"""Documents and small topics for the tests of this folder."""

from scheduler.topics.matching import Rules
from scheduler.topics.rulebook import read_topic
from storage.records import Document

SMALL = """
key = "sport"
names.fr = "Sport"

[lists]
ballon.fr = ["ballon(s)", "foot*"]

[[rule]]
name = "football"
terms = ["@ballon"]
matches = ["Un ballon neuf."]
refuses = ["Un vélo neuf."]
"""


def document(*blocks: str, title: str = "", language: str = "") -> Document:
    return Document(address="https://example.org/1", title=title, blocks=blocks, language=language)


def rules(*texts: str) -> Rules:
    return Rules([read_topic(text, f"{number}.toml") for number, text in enumerate(texts)], "")


def asked(query: str, lists: str = "") -> Rules:
    """One topic, `q`, that is only a query."""
    return rules(f"key = \"q\"\nnames.fr = \"Q\"\nquery = '''{query}'''\n{lists}")
