"""The agency's settings: who changes them, what is refused, and what is written down."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from portico.agencies.brand import LEGIBLE, legibility, legible_like
from portico.messaging.models import Email
from tests.backoffice.steps import form_at, save
from tests.desk import browser_of, text_of
from tests.world import Acme

AGENCY = "/desk/settings/agency/"


@pytest.fixture
def olivia(acme: Acme) -> Client:
    return browser_of(acme.owner)


def picture(form: str = "PNG") -> SimpleUploadedFile:
    """A small logo."""
    buffer = io.BytesIO()
    Image.new("RGBA", (80, 30), "#3a5fcd").save(buffer, form)
    return SimpleUploadedFile("logo.png", buffer.getvalue(), content_type="image/png")


def test_the_overview_shows_each_person_only_what_they_may_open(acme: Acme, olivia: Client) -> None:
    everything, recruiter = (
        text_of(olivia.get("/desk/settings/")),
        text_of(browser_of(acme.recruiter).get("/desk/settings/")),
    )
    for address in (AGENCY, "/desk/settings/members/", "/desk/settings/mail/"):
        assert f'href="{address}"' in everything
        assert f'href="{address}"' not in recruiter
    assert 'href="/desk/settings/roles/"' in recruiter
    assert 'href="/desk/settings/stages/"' in recruiter


def test_changed_settings_hold_and_owners_read_what_was_before(acme: Acme, olivia: Client) -> None:
    response = save(olivia, AGENCY, name="Acme People", zone="Europe/Zurich", currency="CHF", desk_idle_minutes="30")
    assert response.status_code == 302
    acme.agency.refresh_from_db()
    assert (acme.agency.name, acme.agency.zone, acme.agency.currency) == ("Acme People", "Europe/Zurich", "CHF")
    assert acme.agency.desk_idle_minutes == 30
    shown = text_of(olivia.get(AGENCY))
    assert "time zone: Europe/London → Europe/Zurich" in shown
    assert "Changed name, time zone, currency, idle limit in minutes" in shown


def test_a_color_nobody_can_read_on_is_refused_with_one_that_works(acme: Acme, olivia: Client) -> None:
    response = save(olivia, AGENCY, brand_color="#797979", name="Acme Two")
    assert response.status_code == 422
    assert legible_like("#797979") in text_of(response)
    assert legibility(legible_like("#797979")) >= LEGIBLE
    assert 'value="Acme Two"' in text_of(response)
    acme.agency.refresh_from_db()
    assert (acme.agency.brand_color, acme.agency.name) == ("#3a5fcd", "Acme Staffing")


def test_saving_a_color_says_how_well_it_reads(acme: Acme, olivia: Client) -> None:
    save(olivia, AGENCY, brand_color="#ffd43b")
    shown = text_of(olivia.get(AGENCY))
    assert "Black text reads well on your color" in shown
    assert acme.agency.brand_print not in shown


def test_what_would_break_a_mail_is_refused_or_made_one_line(acme: Acme, olivia: Client) -> None:
    bad = save(olivia, AGENCY, reply_to="a@example.com\r\nBcc: b@example.com")
    assert bad.status_code == 422
    assert save(olivia, AGENCY, sender_name="Acme\u2028Bcc: b@example.com {{7*7}}").status_code == 302
    acme.agency.refresh_from_db()
    assert acme.agency.sender_name == "Acme Bcc: b@example.com {{7*7}}"
    assert acme.agency.reply_to == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [("zone", "Mars/Olympus"), ("currency", "XXXX"), ("desk_idle_minutes", "1"), ("desk_idle_minutes", "9" * 30),
     ("brand_color", "red"), ("name", "  "), ("name", "x" * 121), ("sender_email", "nobody"), ("seen", "forged")],
)  # fmt: skip
def test_nonsense_is_said_and_changes_nothing(acme: Acme, olivia: Client, field: str, value: str) -> None:
    before = acme.agency.brand_sheet, acme.agency.name, acme.agency.zone
    typed = {field: value} if field != "seen" else {"seen": value, "name": "Other"}
    assert save(olivia, AGENCY, **typed).status_code in {409, 422}
    acme.agency.refresh_from_db()
    assert (acme.agency.brand_sheet, acme.agency.name, acme.agency.zone) == before


def test_two_owners_at_once_lose_nothing(acme: Acme, olivia: Client) -> None:
    first, second = form_at(olivia, AGENCY), form_at(olivia, AGENCY)
    olivia.post(AGENCY, {**first, "name": "Acme A", "currency": "EUR"})
    assert olivia.post(AGENCY, {**second, "zone": "UTC"}).status_code == 302
    clash = olivia.post(AGENCY, {**second, "name": "Acme B"})
    assert clash.status_code == 409
    assert "Acme A" in text_of(clash)
    assert 'value="Acme B"' in text_of(clash)
    acme.agency.refresh_from_db()
    assert (acme.agency.name, acme.agency.currency, acme.agency.zone) == ("Acme A", "EUR", "UTC")


def test_a_logo_is_drawn_anew_shown_and_removed(acme: Acme, olivia: Client) -> None:
    assert olivia.post(f"{AGENCY}logo/", {"logo": picture()}).status_code == 302
    acme.agency.refresh_from_db()
    address = f"/brand/logo/{acme.agency.logo_print}"
    assert address in text_of(olivia.get("/desk/"))
    assert olivia.get(address)["Content-Type"] == "image/webp"
    assert olivia.post(f"{AGENCY}logo/remove/").status_code == 302
    acme.agency.refresh_from_db()
    assert acme.agency.logo_key == ""
    assert "Removed the logo" in text_of(olivia.get(AGENCY))


def test_a_logo_that_is_no_picture_is_refused_in_words(acme: Acme, olivia: Client) -> None:
    fake = SimpleUploadedFile("logo.png", b"<svg onload='alert(1)'></svg>", content_type="image/png")
    response = olivia.post(f"{AGENCY}logo/", {"logo": fake})
    assert response.status_code in {409, 422}
    acme.agency.refresh_from_db()
    assert acme.agency.logo_key == ""


def test_a_test_mail_goes_to_oneself_and_the_page_says_what_became_of_it(
    acme: Acme, olivia: Client, run_tasks: Callable[..., Any]
) -> None:
    assert olivia.post(f"{AGENCY}test-mail/").status_code == 302
    email = Email.objects.get(agency=acme.agency)
    assert email.to == acme.owner.email
    waiting = text_of(olivia.get(AGENCY, headers={"HX-Request": "true", "HX-Target": "test-mail"}))
    assert "Waiting to be sent to olivia@acme.example" in waiting
    assert "every 3s" in waiting
    assert "<html" not in waiting
    run_tasks()
    sent = text_of(olivia.get(AGENCY))
    assert "Sent to olivia@acme.example" in sent
    assert "every 3s" not in sent
    Email.objects.filter(pk=email.pk).update(status=Email.Status.PARKED, last_error="550 No such sender")
    assert "550 No such sender" in text_of(olivia.get(AGENCY))


def test_only_owners_read_the_log_and_recruiters_do_not_get_in(acme: Acme) -> None:
    for member in (acme.recruiter, acme.consultant, acme.finance, acme.reader):
        browser = browser_of(member)
        assert browser.get(AGENCY).status_code == 403
        assert browser.post(AGENCY, {"name": "Mine"}).status_code == 403
    acme.agency.refresh_from_db()
    assert acme.agency.name == "Acme Staffing"
