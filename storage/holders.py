"""Which process holds something, and whether it still runs: a number alone comes back after a restart."""

import os
import platform
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A process: its machine, its number there, and when it was born (boot and clock tick, where known)."""

    machine: str
    pid: int
    born: str

    @classmethod
    def here(cls) -> "Holder":
        """This process."""
        return cls(machine=platform.node(), pid=os.getpid(), born=_born(os.getpid()))

    @classmethod
    def parse(cls, text: str) -> "Holder":
        """The holder that `str` wrote."""
        machine, pid, born = text.rsplit("/", 2)
        return cls(machine=machine, pid=int(pid), born=born)

    def __str__(self) -> str:
        return f"{self.machine}/{self.pid}/{self.born}"

    @property
    def dead(self) -> bool:
        """Whether it certainly runs no more; of another machine's processes nothing is certain."""
        if self.machine != platform.node():
            return False
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            pass  # somebody else's process: alive
        return _born(self.pid) != self.born


def _born(pid: int) -> str:
    """Boot and start tick of a process where the kernel tells them (Linux), else nothing."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        # The second field, the command's name, may hold blanks and brackets; the start is the 22nd.
        start = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return ""
    return f"{boot}:{start}"
