"""People who apply through the careers pages, as tests play them."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portico.jobs.models import Advert
from tests.careers.adverts import advert
from tests.world import Acme

ANN = {"first_name": "Ann", "last_name": "Ash", "email": "ann@example.com", "phone": "+44 20 7946 0018"}


def advert_of(acme: Acme) -> Advert:
    """The night porter's job on the careers pages; made when a test first asks for it."""
    found = Advert.objects.filter(job=acme.job).first()
    return found or advert(acme)


class Applicant:
    """Somebody with a browser of their own, on the way to a job."""

    def __init__(self, advert: Advert, browser: Client | None = None) -> None:
        self.browser = browser or Client(HTTP_HOST=advert.agency.host)
        self.base = f"/jobs/{advert.pk}/apply/"

    def get(self, step: str = "") -> Any:
        """A step's page."""
        return self.browser.get(self.base + step)

    def post(self, step: str = "", data: dict[str, Any] | None = None, **more: Any) -> Any:
        """Press its button."""
        return self.browser.post(self.base + step, data or {}, **more)

    def drop(self, name: str, content: bytes) -> Any:
        """Hand in a résumé."""
        return self.post("", {"resume": SimpleUploadedFile(name, content)})

    def apply(self, **changes: Any) -> Any:
        """All steps, without a résumé."""
        self.post("")
        answer = self.post("details/", {**ANN, **changes})
        assert answer.status_code == 302, answer.content.decode()
        return self.post("send/")
