"""Runs one part in this process and writes down its outcome."""

import json
import os
import sys
from pathlib import Path


def main() -> int:
    """name seconds answer"""
    name, seconds, answer = sys.argv[1:]
    import django

    django.setup()
    from script.soaking.frame import Budget, part

    folder = Path(os.environ["DATA_DIR"])
    world = json.loads((folder / "world.json").read_text())
    outcome = part(name).run(Budget(float(seconds), folder, world))
    Path(answer).write_text(json.dumps(outcome.as_dict(), default=str))
    return 0


if __name__ == "__main__":
    sys.exit(main())
