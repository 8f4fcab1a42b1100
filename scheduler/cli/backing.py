"""`veilleur backup` and `veilleur restore`: the store in one file, and back."""

import argparse
from pathlib import Path

from scheduler.cli import values
from scheduler.cli.house import now, progress, settings, stored
from storage.backup import back_up
from storage.restore import restore


def run(args: argparse.Namespace) -> int:
    """Write one, or read one back."""
    return _backup(args) if args.command == "backup" else _restore(args)


def _backup(args: argparse.Namespace) -> int:
    watch = progress("backup")
    folder = Path(args.folder) if args.folder else settings(args).archive.parent / "backups"
    with stored(args) as store:
        file = back_up(store, folder, now(args), lambda done, of: watch.count(done, of, ""))
    watch.close()
    size = file.stat().st_size
    if args.json:
        values.printed({"file": str(file), "bytes": size})
    else:
        print(f"{file}: {size / 1e6:,.1f} MB, read back and sound")
    return 0


def _restore(args: argparse.Namespace) -> int:
    watch, configuration = progress("restore"), settings(args)
    file = Path(args.file)
    bodies = restore(
        file, configuration.database, configuration.archive, lambda done, of: watch.count(done, of, "")
    )
    watch.close()
    if args.json:
        values.printed({"file": str(file), "bodies": bodies})
    else:
        print(f"{file}: restored, with {bodies} pages, each as the backup's manifest says")
    return 0
