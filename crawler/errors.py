"""What can go wrong in fetching and extracting, each with what to do about it."""


class CrawlerError(Exception):
    """The root of this package's errors; its text is one line for the person at the command."""


class BadSource(CrawlerError):
    """A source's declaration does not hold together."""


class UnknownSource(CrawlerError):
    """No source has that name."""


class BadConfiguration(CrawlerError):
    """A value in veilleur.toml or in the environment that cannot be used."""


class BadArgument(CrawlerError):
    """An argument of a command that cannot be used."""


class BadManifest(CrawlerError):
    """The seeds' manifest and the seeds do not agree."""


class ExtractionFailed(CrawlerError):
    """A page from which no article could be read."""
