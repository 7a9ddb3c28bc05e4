"""What the hosts begin with, made in one process: tables, static files, and the world of the soak."""

import json
import os
from pathlib import Path


def main() -> None:
    """All of it."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from script.soaking.world import build

    (Path(os.environ["DATA_DIR"]) / "world.json").write_text(json.dumps(build()))


if __name__ == "__main__":
    main()
