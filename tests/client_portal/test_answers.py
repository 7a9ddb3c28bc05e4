"""What reviewers do: answer, rate, remark, move, undo."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from portico.kit.times import now
from portico.messaging.models import Email
from portico.pipeline.models import Move, Submission, Verdict
from portico.pipeline.undoing import UNDO
from portico.portals.models import PortalDefaults
from tests.desk import browser_of
from tests.world import Acme

DEEDS = ["approve", "keep-in-view", "decline", "remark", "move", "undo-answer", "undo-move"]


def deed(acme: Acme, name: str) -> str:
    """The address of a deed on Dario."""
    return f"/client/submissions/{acme.submission.pk}/{name}/"


def decision(acme: Acme) -> str:
    """The client's answer as it stands."""
    return Submission.objects.get(pk=acme.submission.pk).decision


def test_approving_with_stars_and_a_remark_is_one_answer_and_one_mail(acme: Acme, maya: Client) -> None:
    answer = maya.post(deed(acme, "approve"), {"seen": "new", "rating": "5", "remark": "Meet on Friday?"}, follow=True)

    assert "You approved Dario Conti" in answer.text
    verdict = Verdict.objects.get(submission=acme.submission, member=acme.maya)
    assert (verdict.answer, verdict.rating, verdict.remark) == ("shortlisted", 5, "Meet on Friday?")
    assert Email.objects.filter(to=acme.recruiter.email).count() == 1


def test_declining_needs_a_reason_and_keeps_what_was_typed(acme: Acme, maya: Client) -> None:
    answer = maya.post(deed(acme, "decline"), {"seen": "new", "remark": "A long and thoughtful remark"})

    assert answer.status_code == 422
    assert "Please say why." in answer.text
    assert "A long and thoughtful remark" in answer.text
    assert decision(acme) == "new"


def test_a_remark_that_is_too_long_is_refused_and_kept(acme: Acme, maya: Client) -> None:
    answer = maya.post(deed(acme, "remark"), {"remark": "long " * 500})

    assert answer.status_code == 422
    assert "long long long" in answer.text


def test_declining_for_something_else_needs_words(acme: Acme, maya: Client) -> None:
    assert maya.post(deed(acme, "decline"), {"seen": "new", "reason": "Other reason"}).status_code == 422
    maya.post(deed(acme, "decline"), {"seen": "new", "reason": "Other reason", "remark": "Budget is gone"})
    assert decision(acme) == "rejected"


def test_a_colleagues_answer_meanwhile_is_told_and_the_typed_text_kept(acme: Acme, maya: Client) -> None:
    acme.submission.keep_in_view(by=acme.maya)
    answer = maya.post(deed(acme, "approve"), {"seen": "new", "remark": "What I typed"})

    assert answer.status_code == 409
    assert "answered meanwhile: Keep in view" in answer.text
    assert "What I typed" in answer.text
    assert 'name="seen" value="keep_in_view"' in answer.text
    assert decision(acme) == "keep_in_view"


def test_moving_goes_only_into_stages_open_to_clients(acme: Acme, maya: Client) -> None:
    seen = str(acme.stage("client_review").pk)
    for kind, status in (("interview", 302), ("offer", 409), ("screening", 422)):
        answer = maya.post(deed(acme, "move"), {"seen": seen, "to": acme.stage(kind).pk})
        assert answer.status_code == status, kind
        seen = str(acme.stage("interview").pk)


def test_a_candidate_who_is_with_the_agency_cannot_be_moved(acme: Acme, maya: Client) -> None:
    acme.application.move(to=acme.stage("screening"), by=acme.recruiter)
    assert maya.post(deed(acme, "move"), {"to": acme.stage("interview").pk}).status_code == 409


@pytest.mark.parametrize("back", ["", "?back=job", "?back=job&view=list"])
def test_a_move_from_an_old_page_is_told_and_its_remark_kept(acme: Acme, maya: Client, back: str) -> None:
    seen = str(acme.stage("client_review").pk)
    acme.application.move(to=acme.stage("offer"), by=acme.recruiter)
    answer = maya.post(deed(acme, "move") + back, {"seen": seen, "to": acme.stage("interview").pk, "remark": "Mine"})

    assert answer.status_code == 409
    assert "moved Dario Conti to Offer meanwhile" in answer.text
    assert "Mine</textarea>" in answer.text
    assert f'name="seen" value="{acme.stage("offer").pk}"' in answer.text


def test_a_swap_brings_the_pipeline_and_its_message_only(acme: Acme, maya: Client) -> None:
    headers = {"HX-Request": "true", "HX-Target": "pipeline"}
    form = {"seen": acme.stage("client_review").pk, "to": acme.stage("interview").pk}
    answer = maya.post(deed(acme, "move") + "?back=job", form, headers=headers, follow=True)

    assert answer.text.lstrip().startswith('<section id="pipeline"')
    assert "is now in Interview" in answer.text
    assert deed(acme, "undo-move") in unescape(answer.text)


def test_an_answer_is_undone_within_minutes_and_not_later(acme: Acme, maya: Client) -> None:
    acme.submission.approve(by=acme.maya, remark="Stays", rating=4)
    maya.post(deed(acme, "undo-answer"))
    assert decision(acme) == "new"
    verdict = Verdict.objects.get(submission=acme.submission)
    assert (verdict.answer, verdict.remark, verdict.rating) == ("", "Stays", 4)

    Submission.objects.get(pk=acme.submission.pk).approve(by=acme.maya)
    Submission.objects.update(decided=now() - UNDO - timedelta(seconds=1))
    answer = maya.post(deed(acme, "undo-answer"))
    assert answer.status_code == 409
    assert decision(acme) == "shortlisted"


def test_nobody_undoes_somebody_elses_answer_or_move(acme: Acme, maya: Client) -> None:
    acme.jonas.role = "reviewer"
    acme.jonas.save()
    acme.submission.approve(by=acme.jonas)
    acme.application.move(to=acme.stage("interview"), by=acme.recruiter)
    assert maya.post(deed(acme, "undo-answer")).status_code == 409
    assert maya.post(deed(acme, "undo-move")).status_code == 409


def test_a_move_is_undone_even_into_a_stage_that_is_not_open_to_clients(acme: Acme, maya: Client) -> None:
    acme.application.move(to=acme.stage("submitted"), by=acme.recruiter)
    maya.post(deed(acme, "move"), {"to": acme.stage("interview").pk})
    maya.post(deed(acme, "undo-move"))
    acme.application.refresh_from_db()
    assert acme.application.stage == acme.stage("submitted")
    assert Move.objects.filter(application=acme.application, by=acme.maya).count() == 2


def test_a_viewer_reads_and_cannot_judge(acme: Acme) -> None:
    acme.jonas.seat.shares.add(acme.share)
    jonas = browser_of(acme.jonas)
    page = jonas.get(f"/client/submissions/{acme.submission.pk}/")

    assert page.status_code == 200
    assert "Your access lets you look" in page.text
    assert "answer-form" not in page.text
    assert [jonas.post(deed(acme, name)).status_code for name in DEEDS] == [403] * len(DEEDS)


def test_what_the_clients_side_did_stands_in_the_history_and_internal_remarks_do_not(acme: Acme, maya: Client) -> None:
    acme.submission.remark(by=acme.maya, remark="First thought")
    acme.submission.remark(by=acme.maya, remark="Second thought")
    acme.application.move(to=acme.stage("interview"), by=acme.recruiter, remark="CANARY internal remark")
    acme.application.move(to=acme.stage("offer"), by=acme.recruiter, remark="Shown remark", shown_to_client=True)
    page = maya.get(f"/client/submissions/{acme.submission.pk}/").text

    assert "First thought" in page
    assert "Second thought" in page
    assert "Shown remark" in page
    assert "CANARY" not in page


@pytest.mark.parametrize("name", DEEDS)
def test_nonsense_in_a_deed_is_a_sentence_and_no_server_error(acme: Acme, maya: Client, name: str) -> None:
    nonsense = {"seen": "\0", "to": "9" * 40, "rating": "many", "remark": "\0" * 3, "reason": "x" * 9000}
    assert maya.post(deed(acme, name), nonsense).status_code in {409, 422}
    assert maya.post(deed(acme, name), {"seen": "9" * 40, "to": "", "rating": "99"}).status_code in {409, 422}


def test_another_clients_candidate_cannot_be_answered(acme: Acme, maya: Client) -> None:
    for name in DEEDS:
        assert maya.post(f"/client/submissions/{acme.other_submission.pk}/{name}/").status_code == 404


def test_where_remarks_are_off_an_answer_is_corrected_without_one(acme: Acme, maya: Client) -> None:
    maya.post(deed(acme, "approve"), {"seen": "new"})
    Submission.objects.filter(pk=acme.submission.pk).update(decided=now() - UNDO * 2)
    maya.post(deed(acme, "keep-in-view"), {"seen": "shortlisted"})
    assert decision(acme) == "shortlisted"

    PortalDefaults(agency=acme.agency, values={"feedback": False}).save()
    maya.post(deed(acme, "keep-in-view"), {"seen": "shortlisted"})
    assert decision(acme) == "keep_in_view"


def test_all_cards_of_a_board_share_one_form(acme: Acme, maya: Client) -> None:
    text = unescape(maya.get(f"/client/jobs/{acme.share.pk}/").text)
    assert text.count('name="remark"') == 1
    assert 'data-board-form="/client/submissions/0/move/?back=job"' in text
    assert f'name="move" value="{acme.submission.pk}"' in text


def test_who_has_no_scripts_gets_the_form_in_the_card_they_asked_for(acme: Acme, maya: Client) -> None:
    text = unescape(maya.get(f"/client/jobs/{acme.share.pk}/?view=board&move={acme.submission.pk}").text)
    # No place in the address: browsers would go there, and not to the field that is to be filled in.
    assert re.search(r'<form id="board-asks" action="[^"#]+" hidden>', text)
    form = text.partition('<div class="card-open">')[2].partition("</form>")[0]
    assert "required autofocus>" in form
    assert f'action="{deed(acme, "move")}?back=job"' in form
    assert f'name="seen" value="{acme.stage("client_review").pk}"' in form
    assert f'value="{acme.stage("interview").pk}"' in form
    assert f'value="{acme.stage("client_review").pk}">' not in form.partition("<select")[2]


@pytest.mark.parametrize("asked", ["", "x", "0", "999999999999999999", "9" * 40, "-1", "%00", "1&move=2"])
def test_a_form_for_nobody_is_no_form(acme: Acme, maya: Client, asked: str) -> None:
    answer = maya.get(f"/client/jobs/{acme.share.pk}/?move={asked}")
    assert answer.status_code == 200
    assert "card-open" not in answer.text


def test_who_only_looks_is_offered_no_move(acme: Acme, maya: Client) -> None:
    acme.application.move(to=acme.stage("screening"), by=acme.recruiter)
    text = maya.get(f"/client/jobs/{acme.share.pk}/?move={acme.submission.pk}").text
    assert "Dario Conti" in text
    assert "card-open" not in text
    assert "data-move-ask" not in text
