"""Reading in a process apart: what goes wrong with one page is that page's affair."""

import os
import re
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.extractor_process import MEMORY, Extractor
from crawler.observe import observe
from storage.records import Page
from storage.vocabulary import Outcome
from tests.crawler import samples

LIVE = {folder.name: page for folder, page, _ in samples.live()}
SLOW = "<html><body><p " + " ".join(f'a{n}="<"' for n in range(55_000)) + ">un</p></body></html>"
LARGE = (
    "<html><body><h1>Un titre</h1>" + "<p>Une phrase de plus, et une autre.</p>" * 29_000 + "</body></html>"
)


def of(text: str) -> Page:
    return replace(LIVE["lodj"], body=text.encode(), text=text)


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor(1, seconds=20) as made:
        yield made


@pytest.mark.parametrize("name", LIVE)
def test_a_page_reads_there_as_it_reads_here(extractor: Extractor, name: str) -> None:
    source = samples.declared(name)
    here = observe(LIVE[name], source)
    assert extractor.observe(LIVE[name], source) == here
    assert extractor.observe(replace(LIVE[name], text="", decoding=None), source) == here


def test_a_page_that_takes_too_long_harms_no_other() -> None:
    source = samples.declared("lodj")
    with Extractor(1, seconds=0.4) as extractor:
        slow = extractor.observe(of(SLOW), source)
        assert (slow.outcome, slow.document) == (Outcome.EXTRACT_TIMEOUT, None)
        assert "0.4 seconds" in slow.reason
        assert extractor.observe(LIVE["lodj"], source).outcome is Outcome.ARTICLE


def test_a_page_that_takes_too_much_memory_harms_no_other() -> None:
    source = samples.declared("lodj")
    with Extractor(1, seconds=60, memory=MEMORY // 7) as extractor:
        large = extractor.observe(of(LARGE), source)
        assert (large.outcome, large.document) == (Outcome.EXTRACT_FAILED, None)
        assert "memory" in large.reason
        assert extractor.observe(LIVE["lodj"], source).outcome is Outcome.ARTICLE


def test_a_process_that_dies_is_replaced() -> None:
    source = samples.declared("lodj")
    with Extractor(1) as extractor:
        assert extractor.observe(LIVE["lodj"], source).document is not None
        child = extractor._children[0].process
        assert child is not None
        child.kill()
        child.wait()
        assert extractor.observe(LIVE["lodj"], source).document is not None


def test_several_threads_ask_at_once(extractor: Extractor) -> None:
    source = samples.declared("maghress")
    found: list[Outcome] = []
    threads = [
        threading.Thread(target=lambda: found.append(extractor.observe(LIVE["maghress"], source).outcome))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [Outcome.ARTICLE] * 4


def test_closing_ends_the_processes() -> None:
    with Extractor(2) as extractor:
        extractor.observe(LIVE["lodj"], samples.declared("lodj"))
        children = [child.process for child in extractor._children if child.process]
    assert children
    assert all(child.poll() is not None for child in children)


ASKING = """
import sys
from dataclasses import replace
from crawler.extractor_process import Extractor
from tests.crawler import samples
from tests.crawler.test_extractor_process import LIVE, SLOW, of
with Extractor(1, seconds=2) as extractor:
    extractor.observe(LIVE["lodj"], samples.declared("lodj"))
    print(extractor._children[0].process.pid, flush=True)
    sys.stdin.readline()
    extractor.observe(of(SLOW * 8), samples.declared("lodj"))
"""


@pytest.mark.parametrize("reading", [False, True])
def test_a_crawl_that_is_killed_leaves_no_process_behind(reading: bool) -> None:
    house = str(Path(__file__).parents[2])
    asking = subprocess.Popen(
        [sys.executable, "-c", ASKING], cwd=house, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert asking.stdin and asking.stdout
    child = os.pidfd_open(int(asking.stdout.readline()))
    if reading:
        asking.stdin.write("\n")
        asking.stdin.flush()
        busy = Path(f"/proc/self/fdinfo/{child}").read_text()
        pid = int(re.search(r"Pid:\s*(\d+)", busy)[1])  # type: ignore[index]
        while "R" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]:
            assert asking.poll() is None
    asking.kill()
    asking.communicate()
    poll = select.poll()
    poll.register(child, select.POLLIN)
    assert poll.poll(30_000), "still there after half a minute"
    os.close(child)


def test_a_signal_to_all_of_a_crawl_does_not_cost_the_page_that_is_read() -> None:
    source = samples.declared("lodj")
    with Extractor(1) as extractor:
        extractor.observe(LIVE["lodj"], source)
        child = extractor._children[0].process
        assert child is not None
        child.send_signal(signal.SIGINT)
        child.send_signal(signal.SIGTERM)
        assert extractor.observe(LIVE["lodj"], source).outcome is Outcome.ARTICLE
        assert extractor._children[0].process is child
