"""One stylesheet and one script for the whole product, joined from small parts.

Pages ask for kit/portico.css and kit/portico.js. They are virtual: Django's static files machinery (WhiteNoise while
developing, collectstatic for production) finds them here, joined afresh whenever a part has changed.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import get_ident
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

PARTS = Path(__file__).parent / "static" / "kit"

FOUNDATION = "layers reset tokens tones base layout"
COMPONENTS = (
    "frame button page_head stat facts panel person badge table pager filter_bar rows settings timeline waiting tabs"
    " empty progress stepper rating form file_drop dialog menu notice difference board viewer review signin pick_list"
    " slots compare profile careers apply finding updates support styleguide"
)
FINISH = "utilities print"
SCRIPTS = (
    "start address brand menu dialog toast trouble form suggest filter table keys drop viewer reveal board board_drag"
    " board_keys board_stay zones passkey"
)

BUNDLES = {
    "kit/portico.css": [PARTS / "css" / f"{name}.css" for name in f"{FOUNDATION} {COMPONENTS} {FINISH}".split()],
    "kit/portico.js": [PARTS / "js" / f"{name}.js" for name in SCRIPTS.split()],
}


def workshop() -> Path:
    """Where the joined files lie."""
    return Path(settings.DATA_DIR) / "bundles"


def build(name: str) -> Path:
    """The joined file, as new as its newest part or the list of parts: made and collected only after a change."""
    bundle = workshop() / name
    newest = max(part.stat().st_mtime_ns for part in [*BUNDLES[name], Path(__file__)])
    if not bundle.exists() or bundle.stat().st_mtime_ns != newest:
        bundle.parent.mkdir(parents=True, exist_ok=True)
        fresh = bundle.with_suffix(f".{os.getpid()}-{get_ident()}")
        fresh.write_text("\n".join(part.read_text(encoding="utf-8") for part in BUNDLES[name]), encoding="utf-8")
        os.utime(fresh, ns=(newest, newest))
        fresh.replace(bundle)
    return bundle


class BundleFinder(BaseFinder):
    """Offers the bundles to the static files machinery."""

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False) -> Any:
        if path not in BUNDLES:
            return []
        found = str(build(path))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        storage = FileSystemStorage(location=workshop())
        for name in BUNDLES:
            build(name)
            yield name, storage
