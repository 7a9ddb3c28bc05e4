"""Rules of the house that this surface keeps: plain contexts, and as many queries for many rows as for few."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portico.kit import templating
from tests.client_portal.conftest import submit_more
from tests.desk import browser_of
from tests.world import Acme

GIVEN_TO_ALL = {"request", "refused"}


def models_in(value: Any, path: str = "") -> list[str]:
    """Where in a value a model object or a queryset hides."""
    if isinstance(value, models.Model | models.QuerySet | models.Manager):
        return [path]
    if is_dataclass(value) and not isinstance(value, type):
        return [one for part in fields(value) for one in models_in(getattr(value, part.name), f"{path}.{part.name}")]
    if isinstance(value, dict):
        return [one for key, part in value.items() for one in models_in(part, f"{path}.{key}")]
    if isinstance(value, list | tuple | set):
        return [one for part in value for one in models_in(part, f"{path}[]")]
    return []


@pytest.fixture
def contexts(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Every context that a template of the portals was given."""
    seen: list[dict[str, Any]] = []
    render: Callable[..., str] = templating.render

    def watch(name: str, context: dict[str, Any]) -> str:
        if "portal/" in name:
            seen.append({key: value for key, value in context.items() if key not in GIVEN_TO_ALL})
        return render(name, context)

    monkeypatch.setattr(templating, "render", watch)
    return seen


def test_templates_get_no_model_objects(acme: Acme, maya: Client, contexts: list[dict[str, Any]]) -> None:
    acme.submission.approve(by=acme.maya, remark="Yes")
    pages = ["", f"jobs/{acme.share.pk}/", f"jobs/{acme.share.pk}/?view=list", f"submissions/{acme.submission.pk}/"]
    for page in pages:
        assert maya.get(f"/client/{page}").status_code == 200
    browser_of(acme.dario_member).get("/me/")

    assert len(contexts) == len(pages) + 1
    assert [place for context in contexts for place in models_in(context)] == []


def test_the_templates_of_portals_ask_nothing_of_the_request() -> None:
    for folder in templating.folders():
        for path in [*folder.glob("client_portal/**/*.html"), *folder.glob("candidate_portal/**/*.html")]:
            assert "request." not in path.read_text(), path


@pytest.mark.parametrize("page", ["", "jobs/{share}/", "jobs/{share}/?view=list", "submissions/{submission}/"])
def test_many_candidates_need_as_many_queries_as_few(acme: Acme, maya: Client, page: str) -> None:
    address = "/client/" + page.format(share=acme.share.pk, submission=acme.submission.pk)
    submit_more(acme, 3)
    few = queries(maya, address)
    for one in submit_more(acme, 12):
        one.rate(by=acme.maya, rating=4)
    assert queries(maya, address) == few


def queries(browser: Client, address: str) -> int:
    """How many queries a page takes, once everything that is done only at first is done."""
    browser.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)
