"""The two mirrored agencies, built once for these tests and put away after them."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from demo.mirror import world
from demo.mirror.world import World


@pytest.fixture(scope="package")
def mirror(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """`manage.py world`, inside one transaction."""
    before = files()
    logging.disable(logging.ERROR)  # thousands of refusals, each of them meant
    with django_db_blocker.unblock(), transaction.atomic():
        yield world.build()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
    for path in files() - before:
        path.unlink()


def files() -> set[Path]:
    """Every stored file."""
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}
