"""The replica started by hand: `python -m tests.replica`."""

import argparse
import signal
import sys
import threading
from collections.abc import Sequence

from tests.replica.server import CONTROL, Replica, moment

_EXAMPLES = f"""examples:
  python -m tests.replica --port 8000
  python -m tests.replica --port 8000 --at 2026-11-17T16:30Z --for 600
  VEILLEUR_UPSTREAM=http://127.0.0.1:8000 scrapy crawl haca
  curl -H 'Host: www.maghress.com' http://127.0.0.1:8000/fr/lesechos/383284
  curl -d 2026-11-18T05:30Z http://127.0.0.1:8000{CONTROL}      (moves its clock)
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves until it is stopped or its time is over; 2 when it cannot start."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.replica",
        description="The watched sites as a server on the loopback address, at a time that stands still.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", type=int, default=8000, help="0 takes a free one (default: 8000)")
    parser.add_argument("--at", type=moment, help="time in UTC (default: the calendar's first crawl)")
    parser.add_argument("--for", dest="seconds", type=float, default=3600, help="stop after (default: 3600)")
    parser.add_argument(
        "--old-links", choices=("301", "200", "404"), default="301", help="L'Opinion's old addresses"
    )
    options = parser.parse_args(arguments)
    try:
        replica = Replica(at=options.at, port=options.port, old_links=options.old_links)
    except (OSError, OverflowError, ValueError) as error:
        print(f"replica: cannot start on port {options.port}: {error}; try --port 0", file=sys.stderr)
        return 2
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    with replica:
        print(f"The replica answers at {replica.url}, as of {replica.at:%Y-%m-%d %H:%M} UTC.")
        print(f"Point Veilleur at it:  VEILLEUR_UPSTREAM={replica.url}")
        print(f"Move its clock:        curl -d 2026-11-17T16:30Z {replica.url}{CONTROL}")
        print("Stop it:               Ctrl-C", flush=True)
        stop.wait(options.seconds)
    print(f"Stopped after {len(replica.log)} requests.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
