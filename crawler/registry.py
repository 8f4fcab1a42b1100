"""The sources by name: those built in, each a module of `crawler.spiders`, and the plain ones of veilleur.toml."""

import difflib
import pkgutil
import re
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

import crawler.spiders
from crawler.config import Configuration, load
from crawler.errors import BadConfiguration, UnknownSource
from crawler.source import Source

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.settings import BaseSettings

Names = list[str]  # inside Loader `list` is Scrapy's method

SEEDS = "seeds"
"""The captures that came with the product: a source like the others, but asked for by name only."""


def built_in() -> tuple[str, ...]:
    """The names of the modules, none of which is loaded for it."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(crawler.spiders.__path__)))


def names(configuration: Configuration) -> tuple[str, ...]:
    """Everything that `scrapy crawl` knows, in order."""
    plain = [source.name for source in configuration.plain]
    for name in plain:
        if name in built_in():
            raise BadConfiguration(
                f"{configuration.file}: [sources.{name}] has the name of a built-in source: choose another"
            )
    return tuple(sorted([*built_in(), *plain]))


def source(name: str, configuration: Configuration) -> Source:
    """The source of that name. Raises UnknownSource, with what was perhaps meant."""
    for plain in configuration.plain:
        if plain.name == name:
            return plain
    module = _module(name, configuration)
    if configuration.journals and hasattr(module, "of"):
        declared = module.of(configuration.journals)
    else:
        declared = getattr(module, "SOURCE", None)
    if isinstance(declared, Source):
        return declared
    raise UnknownSource(f"{name} is no site to watch")


def watched(configuration: Configuration) -> tuple[Source, ...]:
    """The sources that the scheduler crawls: those of `[crawl] sources`, or all but the seeds."""
    enabled = configuration.enabled
    if enabled is None:
        enabled = tuple(name for name in names(configuration) if name != SEEDS)
    return tuple(source(name, configuration) for name in enabled)


def of_host(address: str) -> Source:
    """A source made for the host of `address`, which no other declares: for captures that are brought in.

    Every page of the host is an article of it. Raises UnknownSource where there is no host.
    """
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    name = re.sub(r"[^a-z0-9]", "", host)
    if not name:
        raise UnknownSource(f"{address!r} is no web address")
    return Source(
        name=name if name[0].isalpha() else f"host{name}",
        title=host,
        site=f"https://{host}/",
        discovery=(),
        article=re.compile(rf"https?://(?:www\.)?{re.escape(host)}/.+"),
    )


def spider(name: str, configuration: Configuration) -> "type[Spider]":
    """The spider that follows the source of that name: the module's own, or SourceSpider."""
    if name in names(configuration) and name in built_in():
        own = getattr(_module(name, configuration), "SPIDER", None)
        if own is not None:
            return own  # type: ignore[no-any-return]  # a module's attribute
    from crawler.spider import SourceSpider  # here, so that listing the sources need not load Scrapy's engine

    followed = source(name, configuration)
    return type(f"{name.title()}Spider", (SourceSpider,), {"name": name, "source": followed})


def _module(name: str, configuration: Configuration) -> ModuleType:
    if name not in built_in():
        known = names(configuration)
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
        raise UnknownSource(f"no source is called {name!r}: {hint}")
    return import_module(f"crawler.spiders.{name}")


class Loader:
    """Scrapy's view of the registry; veilleur.toml is read when a spider is asked for, not before."""

    @classmethod
    def from_settings(cls, settings: "BaseSettings") -> Self:
        return cls()

    def load(self, spider_name: str) -> "type[Spider]":
        try:
            return spider(spider_name, load())
        except UnknownSource as error:
            raise KeyError(str(error)) from error

    def list(self) -> Names:
        return list(names(load()))

    def find_by_request(self, request: "Request") -> Names:
        configuration = load()
        every = (source(name, configuration) for name in names(configuration) if name != SEEDS)
        return [each.name for each in every if each.owns(request.url)]
