"""`veilleur prune` and `veilleur erase`: what must not stay, taken out on record."""

import argparse

from crawler.addresses import canonical
from crawler.errors import BadArgument
from scheduler.cli import values
from scheduler.cli.house import now, stored


def run(args: argparse.Namespace) -> int:
    """Take out old raw pages, or one document."""
    with stored(args) as store:
        if args.command == "prune":
            done = {"bodies": store.prune(args.before, now(args))}
            text = f"{done['bodies']} raw pages removed; every text and change is there"
        else:
            if not args.why.strip():
                raise BadArgument('--why: say why, as in --why "jugement n° 12"')
            erased = store.erase(canonical(args.address), args.why, now(args))
            done = {"versions": erased.versions, "bodies": erased.bodies, "digests": erased.digests}
            text = (
                f"{erased.versions} texts and {erased.bodies} raw pages erased; their hashes stay."
                f" {erased.digests} digests that were sent show the document and are not altered;"
                " backups hold it until they are deleted."
            )
    if args.json:
        values.printed(done)
    else:
        print(text)
    return 0
