"""The pages that clients and visitors see first, read by compiled queries: the same rows as by the querysets."""

from django.test import Client

from tests.client_portal.conftest import submit_more
from tests.desk import browser_of
from tests.prepared import compared
from tests.world import Acme


def test_all_compiled_queries_of_a_clients_pages_find_what_their_querysets_find(acme: Acme) -> None:
    submit_more(acme, 3)
    acme.submission.approve(by=acme.maya, remark="Yes")
    share, shown = acme.share.pk, acme.submission.pk
    pages = [
        "",
        "jobs/",
        "jobs/?show=all&sort=-title",
        f"jobs/{share}/",
        f"jobs/{share}/?view=list",
        f"submissions/{shown}/",
    ]
    with compared() as found:
        for member, there in ((acme.maya, 200), (acme.jonas, 404), (acme.priya, 404)):
            browser = browser_of(member)
            answers = [browser.get(f"/client/{page}").status_code for page in pages]
            assert answers == [200, 200, 200, there, there, there], member
    assert len(found) > 20
    assert {name for name, rows in found.items() if rows} >= {
        *("called", "oldest", "places", "kept", "running", "seats_with_settings") & found.keys(),
        *("shares_from", "alike", "one_share", "submitted_on", "one_submission", "stack", "verdicts_on", "said_about"),
    }


def test_the_same_holds_for_visitors(acme: Acme) -> None:
    with compared() as found:
        browser = Client()
        assert [browser.get(path).status_code for path in ("/sign-in/", "/jobs/")] == [200, 200]
    assert found
