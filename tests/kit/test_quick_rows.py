"""Rows that are made quickly are rows like any others."""

import copy
import pickle
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.base import ModelState

from portico.agencies.models import Member
from portico.kit.quick_rows import QuickRows, RowState
from tests.world import Acme


def test_what_stands_beside_a_row_knows_all_that_django_keeps_there() -> None:
    theirs = set(vars(ModelState)) - {"__del__", "__dict__", "__weakref__", "__doc__", "__firstlineno__"}
    assert theirs <= set(vars(RowState)), "Django keeps something new there"


def test_a_row_says_its_key_as_django_does() -> None:
    django_s: Any = Model._get_pk_val
    models = [one for one in apps.get_models() if issubclass(one, QuickRows)]
    assert len(models) > 50
    for model in models:
        row = model()
        setattr(row, model._meta.pk.attname, 7)
        assert row.pk == django_s(row) == 7
        row.pk = 8
        assert django_s(row) == 8


def test_a_row_can_be_copied_kept_changed_and_read_again(acme: Acme) -> None:
    recruiter = acme.recruiter
    row = Member.objects.visible_to(recruiter).get(pk=recruiter.pk)
    assert not row._state.adding
    assert row._state.db == "default"
    other = copy.copy(row)
    other._state.fields_cache["user"] = None
    assert row._state.fields_cache.get("user", "not read") is not None, "a copy has neighbors of its own"
    assert pickle.loads(pickle.dumps(row)).pk == row.pk
    row.refresh_from_db()
    assert row == recruiter
    row.save()
