"""Who looks at the pages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the demo; a person without sign-in is a visitor."""

    name: str
    signs_in: bool = True
    host: str = ""
    """The host of their agency; empty: the one that answers on the site's own address."""
    most: int = 1000
    """So many pages tell enough: the rival's look like Acme's."""
    pages: tuple[str, ...] = ()
    """Pages to see besides those reached by links."""

    def site(self, site: str) -> str:
        """The address of their agency's site."""
        if not self.host:
            return site
        scheme, _, rest = site.partition("://")
        return f"{scheme}://{self.host}:{rest.rpartition(':')[2]}"


PEOPLE = [
    Person("visitor", signs_in=False, pages=("/", "/demo/", "/demo/mail/", "/no-such-page/")),
    Person("owner", pages=("/desk/no-such-page/",)),
    Person("recruiter"),
    Person("consultant"),
    Person("finance"),
    Person("viewer"),
    Person("client-maya", pages=("/client/no-such-page/",)),
    Person("client-jonas"),
    Person("client-priya"),
    Person("candidate-dario"),
    Person("candidate-two"),
    Person("rival-owner", host="rival.localhost", most=8),
]
EXPECTED_404 = "no-such-page"
