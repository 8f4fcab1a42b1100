import os
from datetime import timedelta
from pathlib import Path

import pytest

from storage.errors import BusyStore
from storage.holders import Holder
from storage.store import Store, open_store
from tests.storage.looks import HOUR, NOON, in_child


def test_a_lease_has_one_holder_whose_pid_the_next_is_told(store: Store, url: str, archive: Path) -> None:
    with store.lease("crawl:haca", NOON), open_store(url, archive) as other:
        with pytest.raises(BusyStore, match=str(os.getpid())) as refusal, other.lease("crawl:haca", NOON):
            pass
        assert refusal.value.pid == os.getpid()
        assert "\n" not in str(refusal.value)
        with other.lease("crawl:lopinion", NOON):
            pass
    with store.lease("crawl:haca", NOON):
        pass


def test_a_lease_is_released_by_an_error_too(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.lease("crawl:haca", NOON):
        raise ZeroDivisionError
    with store.lease("crawl:haca", NOON):
        pass


def test_a_child_is_refused_while_its_parent_lives(store: Store, url: str, archive: Path) -> None:
    store.close()
    with store.lease("crawl:haca", NOON):
        store.close()

        def take() -> None:
            with open_store(url, archive) as child, child.lease("crawl:haca", NOON):
                pass

        assert in_child(take) == 3  # BusyStore


def test_the_lease_of_a_dead_process_is_taken_over_at_once(store: Store, url: str, archive: Path) -> None:
    store.close()

    def die() -> None:
        with open_store(url, archive) as child:
            child.lease("crawl:haca", NOON, timedelta(days=365)).__enter__()
            os._exit(0)

    assert in_child(die) == 0
    with store.lease("crawl:haca", NOON):
        pass


def test_a_lease_that_ran_out_is_taken_over_and_its_holder_learns_it(store: Store) -> None:
    with store.lease("crawl:haca", NOON, HOUR) as first:
        first.renew(NOON + HOUR)
        with pytest.raises(BusyStore), store.lease("crawl:haca", NOON + 1.5 * HOUR):
            pass
        with store.lease("crawl:haca", NOON + 2 * HOUR):
            pass
        with pytest.raises(BusyStore, match="has run out"):
            first.renew(NOON + 2 * HOUR)


def test_of_another_machines_processes_nothing_is_certain() -> None:
    here = Holder.here()
    assert Holder.parse(str(here)) == here
    assert not here.dead
    assert not Holder(machine="elsewhere", pid=here.pid, born="").dead
    assert not Holder(machine="else/where", pid=2**22 + 1, born="a:1").dead
    assert Holder.parse("else/where/7/a:1").machine == "else/where"


def test_a_process_number_that_came_back_is_not_the_same_process() -> None:
    here = Holder.here()
    assert here.born, "Linux tells when a process was born"
    assert Holder(machine=here.machine, pid=here.pid, born="another boot:1").dead
    assert Holder(machine=here.machine, pid=2**22 + 1, born=here.born).dead
