"""docs/digest.png: a digest of the demo as headless Chromium shows it."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

DEMO = Path("var/demo")
PICTURE = Path("docs/digest.png")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


def screenshot(
    page: Path, picture: Path, *, width: int = 700, height: int = 1500, dark: bool = False
) -> None:
    """`picture` of `page` in a window of that size in CSS pixels; bounded to a minute."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("picture: chromium not found: install Debian's package chromium")
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                chromium,
                *FLAGS,
                *(["--blink-settings=preferredColorScheme=0"] if dark else []),
                f"--user-data-dir={profile}",
                f"--window-size={width},{height}",
                f"--screenshot={picture.resolve()}",
                page.resolve().as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=60,
        )


def main() -> int:
    """Picture the second digest of the demo, which tells an edit and a withdrawal."""
    digests = sorted(DEMO.glob("revue-*.html"))
    if len(digests) < 2:
        sys.exit("picture: no digests under var/demo: run make demo first")
    screenshot(digests[1], PICTURE)
    print(PICTURE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
