"""On a phone, a candidate asks to be erased with a code from a mail; the owner carries it out; they are gone."""

import pytest
from playwright.sync_api import expect

from portico.candidates.models import Candidate
from tests.browser import OpenPage
from tests.interviews import RunTasks
from tests.stories.mail import code_in, mails_to
from tests.stories.people import DESK, PHONE, be
from tests.world import Acme

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_candidate_erases_themselves_with_a_code(acme: Acme, open_page: OpenPage, run_tasks: RunTasks) -> None:
    dario, olivia = open_page(viewport=PHONE), open_page(viewport=DESK)
    be(dario, acme.dario_member)
    be(olivia, acme.owner)

    dario.goto("/me/privacy/")
    dario.get_by_role("link", name="Erase my data").click()
    expect(dario.locator("main")).to_contain_text("Numbers without a name")
    dario.get_by_role("button", name="Mail me a code").click()
    dario.get_by_label("Code from the mail").fill(code_in(mails_to("dario@", run_tasks)[-1]))
    dario.get_by_role("button", name="Erase my data").click()
    expect(dario.locator("main")).to_contain_text("Your request is in")

    olivia.on("dialog", lambda dialog: dialog.accept())
    olivia.goto("/desk/")
    olivia.get_by_role("link", name="Erasure: 29 days left").or_(
        olivia.get_by_role("link", name="Erasure")
    ).first.click()
    expect(olivia.locator("main")).to_contain_text("What would go")
    olivia.get_by_role("button", name="Erase this person").click()
    expect(olivia.locator("main")).to_contain_text("Being done")
    last = mails_to("dario@", run_tasks)[-1]
    assert "erased what we kept about you" in last

    assert Candidate.objects.get(pk=acme.dario.pk).erased
    olivia.goto("/desk/search/?q=Conti")
    expect(olivia.locator("main")).not_to_contain_text("Dario")
    dario.goto("/me/privacy/")
    expect(dario.get_by_label("Password")).to_be_visible()
