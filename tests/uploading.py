"""Every place where a file can be handed in, as tests use it: who, where, and what they type besides."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portico.candidates.update_asking import Question as Asked
from portico.candidates.update_asking import ask
from portico.jobs.models import Requisition
from portico.jobs.questions import Question
from portico.portals import requesting
from tests.careers.applicants import ANN, Applicant, advert_of
from tests.desk import browser_of, hidden_in
from tests.world import Acme

TYPED = "Zoë typed this"


@dataclass
class Door:
    """One upload field, ready to be used."""

    browser: Client
    url: str
    name: str
    typed: dict[str, Any] = field(default_factory=dict)

    def hand_in(self, name: str, data: bytes, **headers: str) -> Any:
        """Send a file with the rest of the form."""
        return self.browser.post(self.url, {**self.typed, self.name: SimpleUploadedFile(name, data)}, headers=headers)


def apply_resume(acme: Acme) -> Door:
    """A résumé dropped by a stranger."""
    ann = Applicant(advert_of(acme))
    return Door(ann.browser, ann.base, "resume")


def apply_question(acme: Acme) -> Door:
    """An answer that is a file."""
    advert = advert_of(acme)
    question = Question(agency=acme.agency, job=acme.job, text="Your license", kind=Question.Kind.FILE)
    question.add(by=acme.recruiter)
    ann = Applicant(advert)
    ann.post("")
    return Door(ann.browser, f"{ann.base}details/", question.name, {**ANN, "first_name": TYPED, "email": "not one"})


def desk_document(acme: Acme) -> Door:
    """A file on a candidate's record."""
    url = reverse("backoffice:document_add", args=["candidates", acme.dario.pk])
    return Door(browser_of(acme.recruiter), url, "document-file", {"document-kind": "resume"})


def desk_submission(acme: Acme) -> Door:
    """A file for a client to see."""
    url = reverse("backoffice:submission_document", args=[acme.submission.pk])
    return Door(browser_of(acme.recruiter), url, "document-file", {"document-kind": "resume"})


def desk_credential(acme: Acme) -> Door:
    """A license that a recruiter files."""
    url = reverse("backoffice:candidate_credential_add", args=[acme.dario.pk])
    return Door(browser_of(acme.recruiter), url, "upload", {"credential_kind": "license", "name": TYPED})


def offer(acme: Acme) -> Door:
    """A contract beside an offer."""
    url = reverse("backoffice:offer_add", args=[acme.application.pk])
    words = {"type": "permanent", "until": "2030-01-01", "conditions": TYPED, "pay_per": "year", "pay_currency": "GBP"}
    return Door(browser_of(acme.recruiter), url, "upload", words)


def logo(acme: Acme) -> Door:
    """The agency's logo."""
    return Door(browser_of(acme.owner), reverse("backoffice:settings_logo"), "logo")


def portal_logo(acme: Acme) -> Door:
    """A logo on client portals."""
    return Door(browser_of(acme.owner), reverse("backoffice:settings_portals"), "logo", {"welcome": TYPED})


def table(acme: Acme) -> Door:
    """A table to import."""
    return Door(browser_of(acme.recruiter), reverse("backoffice:import_add"), "file", {"kind": "candidates"})


def resumes(acme: Acme) -> Door:
    """A folder of résumés to import."""
    people = SimpleUploadedFile("people.csv", b"Name,Email\nAnn Ash,ann@example.com\n")
    typed = {"kind": "candidates", "file": people}
    return Door(browser_of(acme.recruiter), reverse("backoffice:import_add"), "resumes", typed)


def hand_in(acme: Acme) -> Door:
    """A newer résumé from the candidate."""
    return Door(browser_of(acme.dario_member), reverse("candidate_portal:document_add"), "upload")


def paper(acme: Acme) -> Door:
    """Another paper from the candidate."""
    return Door(browser_of(acme.dario_member), reverse("candidate_portal:paper_add"), "upload", {"kind": "certificate"})


def own_credential(acme: Acme) -> Door:
    """A license from the candidate."""
    typed = {"credential_kind": "license", "name": TYPED}
    return Door(browser_of(acme.dario_member), reverse("candidate_portal:credential_add"), "upload", typed)


def update(acme: Acme) -> Door:
    """A résumé with the answer to "is this still right?"."""
    asked = ask(acme.dario, Asked(fields=("phone", "city"), days=0), by=acme.recruiter)
    browser = browser_of(acme.dario_member)
    url = reverse("candidate_portal:update_own", args=[asked.pk])
    seen = hidden_in(browser.get(url), "seen")
    return Door(browser, url, "resume", {"seen": seen, "phone": "+44 20 7946 0001", "city": TYPED, "said": "send"})


def requisition(acme: Acme) -> Door:
    """A job description with a request for people."""
    url = reverse("client_portal:requisition_add")
    return Door(browser_of(acme.petra), url, "file", {"title": TYPED, "headcount": "1", "do": "keep"})


def requisition_file(acme: Acme) -> Door:
    """One more file beside a request."""
    made: Requisition = requesting.begin(acme.petra)
    made.title = "Porters"
    made.save()
    return Door(browser_of(acme.petra), reverse("client_portal:requisition_file_add", args=[made.pk]), "upload")


type Opener = Callable[[Acme], Door]

DOCUMENTS: dict[str, Opener] = {
    "portico/pipeline/apply_form.py": apply_question,
    "portico/careers/views/applying.py": apply_resume,
    "portico/backoffice/forms/notes.py": desk_document,
    "portico/backoffice/views/showing.py": desk_submission,
    "portico/candidates/credential_forms.py": own_credential,
    "portico/backoffice/views/credentials.py": desk_credential,
    "portico/backoffice/forms/following.py": offer,
    "portico/candidate_portal/forms/papers.py": hand_in,
    "portico/candidate_portal/forms/profile.py": paper,
    "portico/candidate_portal/forms/updates.py": update,
    "portico/client_portal/forms/requisitions.py": requisition,
    "portico/client_portal/views/requisition_deeds.py": requisition_file,
}
"""Doors through which documents come, by the module that opens them."""
LOGOS: dict[str, Opener] = {
    "portico/backoffice/forms/settings.py": logo,
    "portico/backoffice/forms/portal_settings.py": portal_logo,
}
IMPORTS: dict[str, Opener] = {"portico/backoffice/forms/imports.py": table, "portico/imports/uploading.py": resumes}
DOORS = {**DOCUMENTS, **LOGOS, **IMPORTS}
