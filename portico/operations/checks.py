"""Start-up check: every address has a gate, and says what its parameters name."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register

from portico.agencies.doors import Owned
from portico.operations.routes import Route, routes

NO_ROW = ("secret: ", "word: ", "number: ")


@register(Tags.urls)
def refuse_unguarded_addresses(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """An address without a gate lets everybody in; one that does not say what it names is left out of the tests."""
    return [error for route in routes() for error in errors_of(route)]


def errors_of(route: Route) -> list[CheckMessage]:
    """What one address lacks."""
    found: list[CheckMessage] = []
    if route.side == "none":
        hint = "Decorate the view with staff, client, candidate, member or public of portico.agencies.gate."
        found.append(Error(f"{route.path} has no gate.", hint=hint, id="portico.E010"))
    for name, kind in route.parameters.items():
        if not is_known(kind):
            hint = "Say in portico/operations/route_kinds.py what kind of row it names."
            found.append(Error(f"{route.path} does not say what {name} is.", hint=hint, id="portico.E011"))
    return found


def is_known(kind: str) -> bool:
    """Whether this is a kind of row that belongs to an agency, or plainly no row."""
    if kind.startswith(NO_ROW):
        return True
    try:
        return issubclass(apps.get_model(kind.partition(":")[0]), Owned)
    except (LookupError, ValueError):
        return False
