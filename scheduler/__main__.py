"""`python -m scheduler` is the `veilleur` command."""

import sys

from scheduler.cli import main

sys.exit(main())
