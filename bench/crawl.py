"""What a page costs the crawl, to plain Scrapy that does nothing with it: `python -m bench.crawl`.

CPU time of the crawling process and its children, start-up taken off by the difference of two crawls of
unlike length; medians of interleaved rounds. `--memory` adds the growth over 20,000 rechecks (minutes).
"""

import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROUNDS = 3
FEW, MANY = 50, 450
HOUSE = Path(__file__).parent.parent
TOML = """
[crawl]
pages = {pages}
[sources.kiosque]
title = "Le Kiosque"
site = "https://kiosque.invalid/"
listing = {listings}
article = 'https://kiosque\\.invalid/a/\\d+'
"""
PLAIN = """
import sys, scrapy
from scrapy.crawler import CrawlerProcess
from scrapy import signals
class Plain(scrapy.Spider):
    name = "plain"
    async def start(self):
        for n in range({count}):
            if self.crawler.engine.needs_backout():
                await self.crawler.signals.wait_for(signals.scheduler_empty)
            yield scrapy.Request("{url}/a/%d" % n)
    def parse(self, response):
        pass
process = CrawlerProcess({{"LOG_LEVEL": "ERROR", "CONCURRENT_REQUESTS": 1, "TELNETCONSOLE_ENABLED": False}})
process.crawl(Plain)
process.start()
"""


@contextmanager
def newsstand(count: int) -> Iterator[str]:
    """The site, in a process of its own."""
    child = subprocess.Popen(
        [sys.executable, "-m", "bench.newsstand", str(count)], cwd=HOUSE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(child.stdout.readline())}"
    finally:
        child.kill()
        child.wait()


def spent(command: list[str], folder: Path, url: str) -> tuple[float, int]:
    """CPU seconds of a command and its children, and the most memory it held (bytes); it must go well."""
    environ = {**os.environ, "SCRAPY_SETTINGS_MODULE": "crawler.settings", "PYTHONPATH": str(HOUSE)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    child = subprocess.Popen(
        command, cwd=folder, env=environ | {"VEILLEUR_UPSTREAM": url}, stdout=subprocess.PIPE, text=True,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    most = 0
    assert child.stdout is not None
    words = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command[:5])} failed: {words}")
    most = usage.ru_maxrss * 1024
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, most


def plain(count: int, folder: Path, url: str) -> tuple[float, int]:
    return spent([sys.executable, "-c", PLAIN.format(count=count, url=url)], folder, url)


def ours(count: int, folder: Path, url: str, day: int) -> tuple[float, int]:
    """A crawl of so many pages on that day of November; the first one of a folder reads them anew."""
    listings = [f"https://kiosque.invalid/{page}" for page in range(-(-count // 100))]
    (folder / "veilleur.toml").write_text(TOML.format(pages=count, listings=listings))
    more = ["-s", "CLOSESPIDER_PAGECOUNT=0", "-s", "CLOSESPIDER_TIMEOUT=0", "-s", "MEMUSAGE_ENABLED=0"]
    at = f"at=2026-11-{day:02}T06:00:00Z"
    return spent([sys.executable, "-m", "scrapy", "crawl", "kiosque", *more, "-a", at], folder, url)


def per_page(url: str, few_url: str, folder: Path) -> tuple[float, float, float]:
    """CPU seconds a page: plain Scrapy, a new page, an unchanged one."""
    few, many = folder / "few", folder / "many"
    few.mkdir(parents=True)
    many.mkdir()
    pages = MANY - FEW
    floor = (plain(MANY, folder, url)[0] - plain(FEW, folder, url)[0]) / pages
    new = (ours(MANY, many, url, 1)[0] - ours(FEW, few, few_url, 1)[0]) / pages
    again = (ours(MANY, many, url, 2)[0] - ours(FEW, few, few_url, 2)[0]) / pages
    return floor, new, again


def shares(folder: Path) -> tuple[int, int]:
    """Of the last run: the pages that were unchanged by their seals, and those that were read."""
    from storage.store import open_store

    with open_store(f"sqlite:///{folder}/var/veilleur.db", folder / "var" / "archive") as store:
        reasons = [
            reason
            for address, _, reason in store.outcomes(store.runs(limit=1)[0])
            if re.search(r"/a/\d", address)
        ]
    held = sum("markup" in reason for reason in reasons)
    return held, len(reasons) - held


def main() -> None:
    with tempfile.TemporaryDirectory() as name, newsstand(MANY) as url, newsstand(FEW) as few_url:
        rounds = [per_page(url, few_url, Path(name) / str(number)) for number in range(ROUNDS)]
        held, read = shares(Path(name) / "0" / "many")
    floor = statistics.median(each[0] for each in rounds)
    new = statistics.median(each[1] / each[0] for each in rounds)
    again = statistics.median(each[2] / each[0] for each in rounds)
    # Each page that was read to check its seal cost what a new one costs, less its writing.
    alone = statistics.median((each[2] * (held + read) - each[1] * read) / held / each[0] for each in rounds)
    print(
        f"crawl: medians of {ROUNDS}, CPU time with children; plain Scrapy takes {floor * 1000:.2f} ms a page"
    )
    rows = [
        (f"unchanged page by its seal ({held} of {held + read})", alone, "1.35"),
        (f"recheck, the {read} pages read to check their seals included", again, "-"),
        ("new page", new, "4"),
    ]
    for label, ratio, goal in rows:
        print(f"  {label:<62} {ratio:7.2f}   goal <= {goal}")
    if "--memory" in sys.argv:
        memory()


def memory(few: int = 2_000, many: int = 20_000) -> None:
    """Growth of the most memory held from `few` to `many` rechecks."""
    with tempfile.TemporaryDirectory() as name, newsstand(many) as url, newsstand(few) as few_url:
        folder, small = Path(name) / "many", Path(name) / "few"
        for each, address, count in ((folder, url, many), (small, few_url, few)):
            each.mkdir()
            ours(count, each, address, 1)
        growth = ours(many, folder, url, 2)[1] - ours(few, small, few_url, 2)[1]
        floor = plain(many, folder, url)[1] - plain(few, folder, url)[1]
    print(
        f"  growth from {few:,} to {many:,} rechecks: {growth / 1e6:.1f} MB, plain Scrapy's {floor / 1e6:.1f} MB"
    )
    print(f"  {'more than plain Scrapy, MB':<62} {(growth - floor) / 1e6:7.1f}   goal <= 15")


if __name__ == "__main__":
    main()
