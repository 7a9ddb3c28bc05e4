"""Run several management commands, with `--` between them, in one process: starting Django takes longer than they."""

import os
import sys
from itertools import groupby


def main() -> int:
    """Run one after the other; the first that fails ends it."""
    sys.path.insert(0, os.getcwd())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import CommandError, call_command

    django.setup()
    for is_gap, words in groupby(sys.argv[1:], key="--".__eq__):
        if is_gap:
            continue
        try:
            call_command(*words)
        except CommandError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
