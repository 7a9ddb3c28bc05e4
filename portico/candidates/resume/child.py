"""Reads one résumé in a process of its own without Django, the database, the network or secrets.

`python -m portico.candidates.resume.child read '{}'` in a folder that holds the file as `source`; it writes
`result.json`. Whatever goes wrong here ends this process and nothing else.
"""

import json
import os
import sys
from pathlib import Path

from portico.candidates.resume.towns import FILE
from portico.records.limits import give_up


def main() -> None:
    """Read `source` and write down what was in it."""
    os.environ[FILE] = json.loads(sys.argv[2]).get("towns", "")
    give_up()
    from portico.candidates.resume.reader import read

    found = read(Path("source").read_bytes())
    text = json.dumps(found, ensure_ascii=False).replace("\\u0000", "").replace("\0", "")
    Path("result.json").write_bytes(text.encode("utf-8", "replace"))


if __name__ == "__main__":
    try:
        main()
    except (ValueError, RecursionError, MemoryError) as error:
        sys.exit(f"{type(error).__name__}: {error}"[:200])
