"""Every setting of a client portal holds on both sides: the page no longer offers it, and the verb refuses it."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from portico.access.models import AccessLink
from portico.agencies.models import Member
from portico.jobs.stages import Stage
from portico.kit.rules import RuleBroken
from portico.kit.times import at_time, now
from portico.messaging.models import Email
from portico.pipeline.models import Application, Submission
from portico.pipeline.submissions import SubmissionDocument
from portico.pipeline.undoing import undo_answer
from portico.portals.models import Portal
from portico.portals.settings import KINDS
from tests.asking import proposal
from tests.desk import browser_of, text_of
from tests.portals.form_words import sent
from tests.world import Acme

HELD: set[str] = set()
ELSEWHERE = {
    "named": "client_portal/test_blind.py",
    "watermark": "client_portal/test_blind.py",
    "permission": "pipeline/test_permissions.py",
    "requisitions": "client_portal/test_requisitions.py",
    "request_fields": "client_portal/test_requisitions.py",
    "job_edits": "client_portal/test_requisitions.py",
    "interviews": "pipeline/test_interviews.py",
    "forwarding": "client_portal/test_guests.py",
    "hears_messages": "client_portal/test_talk.py",
    "colleagues": "portals/test_colleagues.py",
    "link_mode": "portals/test_direct_links.py",
    "direct_days": "portals/test_direct_links.py",
    "link_days": "portals/test_security_settings.py",
    "access_days": "portals/test_security_settings.py",
    "reauth_hours": "portals/test_security_settings.py",
    "remembered": "portals/test_security_settings.py",
    "domains": "portals/test_security_settings.py",
    "remind_days": "pipeline/test_reminding.py",
    "reminders": "pipeline/test_reminding.py",
}
"""Settings whose effect is tried beside the feature they belong to."""


def holds[F: Callable[..., Any]](*names: str) -> Callable[[F], F]:
    """This test switches these settings and looks at both sides."""
    HELD.update(names)
    return lambda test: test


def test_every_setting_is_switched_by_some_test() -> None:
    here = Path(__file__).parent.parent
    assert set(KINDS) == HELD | set(ELSEWHERE)
    silent = [name for name, file in ELSEWHERE.items() if not re.search(rf"\b{name}\b", (here / file).read_text())]
    assert silent == []


def switch(acme: Acme, **values: Any) -> Submission:
    """Give Northwind's portal settings of its own; returns Dario's submission as it stands then."""
    portal = Portal.objects.get(pk=acme.share.portal_id)
    portal.use_custom(on=True, by=acme.owner)
    portal.customize(values, seen="", by=acme.owner)
    return Submission.objects.get(pk=acme.submission.pk)


def page_of(acme: Acme, browser: Client) -> str:
    """Dario's page as this browser shows it."""
    return text_of(browser.get(f"/client/submissions/{acme.submission.pk}/"))


def list_of(acme: Acme, browser: Client) -> str:
    """The job's candidates as a list."""
    return text_of(browser.get(f"/client/jobs/{acme.share.pk}/?view=list"))


def preview_of(acme: Acme) -> str:
    """Dario's page as the recruiter previews it."""
    return text_of(browser_of(acme.recruiter).get(f"/client/preview/{acme.maya.pk}/submissions/{acme.submission.pk}/"))


def refused(deed: Callable[..., Any], **words: Any) -> bool:
    """Whether a rule forbids it."""
    with pytest.raises(RuleBroken):
        deed(**words)
    return True


@holds("color", "logo")
def test_color_and_logo_of_the_portal_reach_its_pages_and_the_preview(acme: Acme, maya: Client) -> None:
    from tests.portals.form_words import logo

    switch(acme, color="#1a7f37")
    sent(browser_of(acme.owner), f"/desk/portals/{acme.share.portal_id}/customize/", {"logo": logo()})

    for page in (page_of(acme, maya), preview_of(acme)):
        assert "/brand/color/1a7f37.css" in page
        shown = re.search(r"/brand/logo/\w+", page)
        assert shown is not None
        assert maya.get(shown[0]).headers["content-type"] == "image/webp"
    assert b"--brand:#1a7f37" in maya.get("/brand/color/1a7f37.css").content
    assert "/brand/color/" not in text_of(browser_of(acme.priya).get("/client/"))
    assert maya.get("/brand/color/zzz.css").status_code == 404
    assert maya.get("/brand/logo/0123456789abcdef").status_code == 404


@holds("header", "footer", "welcome")
def test_the_portals_own_words_stand_on_its_pages(acme: Acme, maya: Client) -> None:
    switch(acme, header="One <b>line</b>", footer="Call us", welcome="Good to see you")

    start = maya.get("/client/").content.decode()
    assert "One &lt;b&gt;line" in start
    assert "Call us" in start
    assert "Good to see you" in start
    assert "Call us" in page_of(acme, maya)
    assert "Good to see you" not in text_of(browser_of(acme.priya).get("/client/"))


@holds("columns")
def test_only_the_chosen_columns_are_shown(acme: Acme, maya: Client) -> None:
    assert "Two weeks" in list_of(acme, maya)
    switch(acme, columns=("summary",))

    for page in (list_of(acme, maya), text_of(maya.get(f"/client/jobs/{acme.share.pk}/"))):
        assert "Calm, friendly" in page
        assert "Two weeks" not in page
        assert "Porter at" not in page


@holds("stage_order", "stage_names")
def test_clients_read_stages_in_their_portals_order_and_words(acme: Acme, maya: Client) -> None:
    offer, review = acme.stage(Stage.Kind.OFFER), acme.stage(Stage.Kind.CLIENT_REVIEW)
    switch(acme, stage_order=(offer.pk,), stage_names=((offer.pk, "Talks"), (review.pk, "Your turn")))

    board = text_of(maya.get(f"/client/jobs/{acme.share.pk}/"))
    assert board.index("Talks") < board.index("Your turn")
    assert "Client review" not in board
    assert "Client review" not in page_of(acme, maya)
    assert "Your turn" in page_of(acme, maya)
    assert "Client review" not in text_of(maya.get("/client/"))
    assert "Client review" in text_of(browser_of(acme.recruiter).get(f"/desk/jobs/{acme.job.pk}/"))


def test_what_a_rule_says_of_a_stage_is_in_the_clients_words(acme: Acme, maya: Client) -> None:
    offer, review = acme.stage(Stage.Kind.OFFER), acme.stage(Stage.Kind.CLIENT_REVIEW)
    switch(acme, stage_names=((offer.pk, "Talks"),))
    words = {"seen": str(review.pk), "to": str(acme.stage(Stage.Kind.INTERVIEW).pk)}

    acme.application.move(to=offer, by=acme.owner)
    page = text_of(maya.post(f"/client/submissions/{acme.submission.pk}/move/", words))
    assert "moved Dario Conti to Talks meanwhile" in page
    acme.application.move(to=acme.stage(Stage.Kind.INTERNAL_REVIEW), by=acme.owner)
    page = text_of(maya.post(f"/client/submissions/{acme.submission.pk}/move/", words))
    assert "Internal review" not in page


@holds("rating")
def test_without_stars_none_are_asked_for_or_taken(acme: Acme, maya: Client) -> None:
    assert 'name="rating"' in page_of(acme, maya)
    submission = switch(acme, rating=False)

    assert 'name="rating"' not in page_of(acme, maya)
    assert refused(submission.rate, by=acme.maya, rating=5)
    assert refused(submission.approve, by=acme.maya, rating=5)
    submission.approve(by=acme.maya, remark="Yes")


@holds("judging")
def test_where_clients_only_look_nothing_is_answered_and_nobody_waits(acme: Acme, maya: Client) -> None:
    submission = switch(acme, judging=False)

    page = page_of(acme, maya)
    assert "/approve/" not in page
    assert "Waiting for you" not in page
    assert "You are up to date" in text_of(maya.get("/client/"))
    assert refused(submission.approve, by=acme.maya)
    assert refused(submission.keep_in_view, by=acme.maya)
    assert refused(submission.decline, by=acme.maya, reason="Not enough experience")
    answer = maya.post(f"/client/submissions/{submission.pk}/approve/", {"seen": "new"})
    assert answer.status_code == 409
    submission.remark(by=acme.maya, remark="Nice", rating=4)


@holds("feedback")
def test_without_remarks_none_are_asked_for_or_taken(acme: Acme, maya: Client) -> None:
    submission = switch(acme, feedback=False)

    assert 'id="id_remark"' not in page_of(acme, maya)
    assert refused(submission.remark, by=acme.maya, remark="Nice")
    assert refused(submission.approve, by=acme.maya, remark="Nice")
    submission.decline(by=acme.maya, reason="Other reason")


@holds("moving")
def test_without_moving_no_stage_is_offered_or_taken(acme: Acme, maya: Client) -> None:
    assert "Move to another stage" in page_of(acme, maya)
    submission = switch(acme, moving=False)

    assert "Move to another stage" not in page_of(acme, maya)
    assert "/move/" not in text_of(maya.get(f"/client/jobs/{acme.share.pk}/"))
    assert refused(submission.move, to=acme.stage(Stage.Kind.INTERVIEW), by=acme.maya)


@holds("approve_stage", "decline_stage")
def test_an_answer_brings_the_candidate_to_its_stage_with_one_mail(acme: Acme) -> None:
    interview, submitted = acme.stage(Stage.Kind.INTERVIEW), acme.stage(Stage.Kind.SUBMITTED)
    submission = switch(acme, approve_stage=interview.pk, decline_stage=submitted.pk)

    submission.approve(by=acme.maya)
    assert Application.objects.get(pk=acme.application.pk).stage == interview
    assert Email.objects.filter(to=acme.recruiter.email).count() == 1
    undo_answer(Submission.objects.get(pk=submission.pk), by=acme.maya)
    assert Application.objects.get(pk=acme.application.pk).stage.kind == Stage.Kind.CLIENT_REVIEW
    Submission.objects.get(pk=submission.pk).decline(by=acme.maya, reason="Other reason", remark="No")
    assert Application.objects.get(pk=acme.application.pk).stage == submitted


@pytest.mark.parametrize("gone", ["archived", "passed"])
def test_an_answer_does_not_move_into_a_stage_that_is_gone_or_passed(acme: Acme, gone: str) -> None:
    goal = Stage(agency=acme.agency, name="Second look", kind=Stage.Kind.SUBMITTED, public_label="x").add(by=acme.owner)
    submission = switch(acme, approve_stage=goal.pk)
    if gone == "archived":
        goal.archive(by=acme.owner)

    submission.approve(by=acme.maya)

    assert Application.objects.get(pk=acme.application.pk).stage.kind == Stage.Kind.CLIENT_REVIEW


@holds("reasons", "reason_required")
def test_a_no_takes_the_portals_reasons_where_one_is_asked_for(acme: Acme, maya: Client) -> None:
    no = f"/client/submissions/{acme.submission.pk}/decline/"
    submission = switch(acme, reasons=("Too far",))
    assert "Too far" in page_of(acme, maya)
    assert "Skills do not match" not in page_of(acme, maya)
    assert maya.post(no, {"seen": "new", "reason": "Skills do not match"}).status_code == 422
    assert refused(submission.decline, by=acme.maya, reason=" ")

    switch(acme, reason_required=False)
    maya.post(no, {"seen": "new"})
    assert Submission.objects.get(pk=submission.pk).decision == Submission.Decision.DECLINED


@holds("downloads")
def test_where_the_portal_forbids_downloads_no_share_allows_them(acme: Acme, maya: Client) -> None:
    acme.share.downloads = True
    acme.share.save()
    paper = f"/client/documents/{SubmissionDocument.objects.get(submission=acme.submission).pk}/"
    assert maya.get(paper).status_code == 200
    assert paper in page_of(acme, maya)

    switch(acme, downloads=False)

    assert maya.get(paper).status_code == 404
    assert f'"{paper}"' not in page_of(acme, maya)
    desk = text_of(browser_of(acme.recruiter).get(f"/desk/jobs/{acme.job.pk}/share/"))
    assert "The portal does not allow it." in desk


@holds("fields")
def test_no_share_shows_more_than_the_portals_fields(acme: Acme, maya: Client) -> None:
    assert "Two weeks" in page_of(acme, maya)
    submission = switch(acme, fields=("skills",))

    for page in (page_of(acme, maya), list_of(acme, maya), preview_of(acme)):
        assert "Guest service" in page
        assert "Two weeks" not in page
        assert "Grand Hotel" not in page
        assert "London" not in page.replace("London, on site", "")
    assert submission.shown_fields == ["skills"]
    desk = text_of(browser_of(acme.recruiter).get(f"/desk/submissions/{submission.pk}/"))
    assert 'value="skills"' in desk
    assert 'value="availability"' not in desk


@holds("hears_answers", "hears_moves", "hears_views")
def test_the_portal_says_who_hears_of_what(acme: Acme, maya: Client) -> None:
    acme.job.team.add(acme.consultant)
    submission = switch(acme, hears_answers="team", hears_moves="nobody", hears_views="team")

    def told(member: Member) -> list[str]:
        return sorted(Email.objects.filter(member=member).values_list("template", flat=True))

    page_of(acme, maya)
    page_of(acme, maya)
    submission.approve(by=acme.maya)
    submission.move(to=acme.stage(Stage.Kind.INTERVIEW), by=acme.maya)

    both = ["pipeline/emails/client_answered", "pipeline/emails/client_viewed"]
    assert (told(acme.recruiter), told(acme.consultant)) == (both, both)


@holds("hears_requests")
@pytest.mark.parametrize(("hears", "told"), [("owner", [1, 0]), ("team", [1, 1]), ("nobody", [0, 0])])
def test_the_portal_says_who_hears_of_requests(acme: Acme, hears: str, told: list[int]) -> None:
    acme.job.team.add(acme.consultant)
    switch(acme, hears_requests=hears)

    proposal(acme, description="Keep the doors by day")

    assert [Email.objects.filter(member=one).count() for one in (acme.recruiter, acme.consultant)] == told


@holds("answer_days")
def test_a_late_answer_is_marked_on_the_clients_list(acme: Acme, maya: Client) -> None:
    with at_time(now() + timedelta(days=30)):
        AccessLink.objects.all().delete()
        page = list_of(acme, browser_of(acme.maya))
        assert "overdue" in page
        switch(acme, answer_days=0)
        assert "overdue" not in list_of(acme, browser_of(acme.maya))
    assert "overdue" not in list_of(acme, maya)
