"""Finding a page among hundreds: only those are tried whose address begins with the same word, or with any."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

type Patterns = Sequence[URLPattern | URLResolver]


class ByFirstWord(URLResolver):
    """Pages in their order, which counts as it does in any list of them."""

    def __init__(self, pages: Patterns) -> None:
        super().__init__(RoutePattern(""), list(pages))

    @cached_property
    def by_word(self) -> dict[str, URLResolver]:
        """Those that may be meant, by the first word; those that begin with any word under the empty one."""
        words = {word_of(one) for one in self.url_patterns}
        return {
            word: URLResolver(RoutePattern(""), [one for one in self.url_patterns if word_of(one) in ("", word)])
            for word in words | {""}
        }

    def resolve(self, path: Any) -> ResolverMatch:
        """The page at this address."""
        known, text = self.by_word, str(path)
        word, slash, _rest = text.partition("/")
        return known[word if slash and word in known else ""].resolve(text)


def word_of(page: URLPattern | URLResolver) -> str:
    """The word that the page's address begins with; nothing where it may be any, or has no end."""
    word, slash, _rest = str(page.pattern).partition("/")
    return word if slash and isinstance(page.pattern, RoutePattern) and "<" not in word else ""
