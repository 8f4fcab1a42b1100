"""`veilleur verify`: every stored hash computed again, and what no longer agrees."""

import argparse

from scheduler.cli import values
from scheduler.cli.house import progress, stored
from storage.verifying import Flaw, Tally


def run(args: argparse.Namespace) -> int:
    """Name what is damaged or missing; the exit code is 1 where something is."""
    tally, watch = Tally(), progress("verify")
    flaws: list[Flaw] = []
    with stored(args) as store:
        for flaw in store.verify(tally, args.since, lambda done, of: watch.count(done, of, "versions")):
            flaws.append(flaw)
            if not args.json:
                watch.close()
                print(f"{flaw.address}: {flaw.part} of version {flaw.version}: {flaw.reason}")
    watch.close()
    if args.json:
        values.printed(_value(tally, flaws))
    else:
        print(
            f"{tally.documents} texts and {tally.bodies} pages computed again: "
            f"{f'{len(flaws)} damaged or missing' if flaws else 'all as they were stored'}"
            + (f"; {tally.erased} texts erased" if tally.erased else "")
            + (f"; {tally.removed} pages removed on record" if tally.removed else "")
        )
    return 1 if flaws else 0


def _value(tally: Tally, flaws: list[Flaw]) -> values.Value:
    return {
        "documents": tally.documents,
        "bodies": tally.bodies,
        "erased": tally.erased,
        "removed": tally.removed,
        "flaws": [
            {
                "part": flaw.part,
                "url": flaw.address,
                "version": flaw.version,
                "sha256": flaw.sha256,
                "reason": flaw.reason,
            }
            for flaw in flaws
        ],
    }
