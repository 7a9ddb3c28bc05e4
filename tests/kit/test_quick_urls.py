"""Pages that are found by the first word of their address are those that would be found one by one."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import Resolver404, URLPattern, URLResolver, path, reverse
from django.urls.resolvers import RoutePattern
from django.utils import timezone, translation

from portico.backoffice.urls import pages
from portico.kit.quick_locals import language, zone_name
from portico.kit.quick_urls import ByFirstWord, word_of


def patterns(found: Any = None, before: str = "") -> Iterator[str]:
    """Every address of the desk, with its converters."""
    for one in pages if found is None else found:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, route)
        else:
            yield route


def variants() -> Iterator[str]:
    """Each address with something in its places, and in ways that nobody should come in by."""
    for route in patterns():
        for number, word in (("7", "candidates"), ("0", "a-b"), ("x", "jobs"), ("12345678901234567890", "Jobs")):
            at = re.sub(r"<(?:id|int):\w+>", number, route)
            at = re.sub(r"<\w+:\w+>", word, at)
            yield from (
                at,
                at.rstrip("/"),
                f"{at}/",
                f"/{at}",
                at.upper(),
                at.replace("/", "//", 1),
                f"{at}\n",
                f" {at}",
            )


def found_by(resolver: URLResolver, at: str) -> object:
    """What there is at an address."""
    try:
        match = resolver.resolve(at)
    except Resolver404:
        return None
    return match.func, match.args, match.kwargs, match.route, match.url_name, match.namespaces


def test_each_address_leads_where_it_would_one_by_one() -> None:
    quick, plain = ByFirstWord(pages), URLResolver(RoutePattern(""), list(pages))
    tried = set(variants())
    led = [at for at in tried if found_by(plain, at) is not None]
    assert len(led) > 200
    assert len(tried) > 3 * len(led)
    assert [at for at in tried if found_by(quick, at) != found_by(plain, at)] == []


def test_few_are_tried_and_in_their_order() -> None:
    def view(request: Any) -> Any:
        return request

    mixed: list[URLPattern | URLResolver] = [
        path("", view, name="start"),
        path("notes/<int:pk>/", view, name="note"),
        path("<str:kind>/<int:pk>/", view, name="any"),
        path("jobs/<int:pk>/", view, name="job"),
        path("about", view, name="about"),
    ]
    quick = ByFirstWord(mixed)
    assert [word_of(one) for one in mixed] == ["", "notes", "", "jobs", ""]
    assert [getattr(one, "name", "") for one in quick.by_word["jobs"].url_patterns] == ["start", "any", "job", "about"]
    assert [quick.resolve(at).url_name for at in ("", "notes/1/", "jobs/1/", "other/1/", "about")] == [
        *("start", "note", "any", "any", "about")
    ]
    with pytest.raises(Resolver404):
        quick.resolve("jobs/x/")


def test_addresses_are_made_as_before() -> None:
    assert reverse("backoffice:job", args=[3]) == "/desk/jobs/3/"


@pytest.mark.parametrize("said", ["de", "en", None])
def test_the_readers_language_is_that_which_django_says(said: str | None) -> None:
    with translation.override(said):
        assert language() == translation.get_language()
    with translation.override(said, deactivate=True):
        assert language() == translation.get_language()
    assert language() == translation.get_language()


@pytest.mark.parametrize("zone", ["Europe/Berlin", timezone.get_fixed_timezone(90), None])
def test_the_readers_zone_is_that_which_django_says(zone: Any) -> None:
    with timezone.override(zone):
        assert zone_name() == timezone.get_current_timezone_name()
