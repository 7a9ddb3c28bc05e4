"""Every address of the site: who gets it, by which method, and whether it changes anything. Read from the code."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from portico.agencies.gate import Gate
from portico.operations.route_kinds import kinds_of

SAFE = frozenset({"GET", "HEAD"})
BOTH = ("GET", "HEAD", "POST")


@dataclass(frozen=True, slots=True)
class Route:
    """One address."""

    name: str
    path: str
    methods: list[str]
    side: str
    """Whom the gate lets in: staff, client, candidate, member (any of these), public."""
    needs: list[str]
    """What their role must allow."""
    safe: bool
    """Whether it only shows."""
    csrf_exempt: bool
    parameters: dict[str, str]
    """What each of them names: a kind of row as app.Model, a secret, or a word or number that is no row."""

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def routes() -> list[Route]:
    """All of them, in the order in which they are matched."""
    return [route_of(name, path, pattern) for name, path, pattern in walk(get_resolver())]


def walk(resolver: Any, namespace: str = "", before: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """Every pattern with its full name and path."""
    for pattern in resolver.url_patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, str(pattern.namespace or namespace), path)
        else:
            yield f"{namespace}:{pattern.name}", path, pattern


def route_of(name: str, path: str, pattern: URLPattern) -> Route:
    """What is known of one address."""
    view = pattern.callback
    gate: Gate | None = getattr(view, "gate", None)
    methods = methods_of(view)
    return Route(
        name=name,
        path=f"/{path}",
        methods=list(methods),
        side=gate.side if gate else "none",
        needs=[str(need) for need in gate.needs] if gate else [],
        safe=set(methods) <= SAFE,
        csrf_exempt=bool(getattr(view, "csrf_exempt", False)),
        parameters=kinds_of(path),
    )


def methods_of(view: Callable[..., Any]) -> tuple[str, ...]:
    """The methods a view answers, as its decorators say; one without such a decorator answers looks and forms."""
    found: Any = view
    while found is not None:
        names = getattr(found, "__code__", None) and found.__code__.co_freevars
        if names and "request_method_list" in names:
            allowed = found.__closure__[names.index("request_method_list")].cell_contents
            return tuple(sorted(allowed))
        found = getattr(found, "__wrapped__", None)
    return BOTH
