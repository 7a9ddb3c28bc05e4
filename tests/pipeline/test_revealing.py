"""A blind profile becomes a name only by the agency, and the introduction is dated."""

import pytest

from portico.candidates.models import Experience
from portico.kit.rules import Conflict, RuleBroken
from portico.messaging.models import Email
from portico.pipeline.models import RevealRequest, Submission, SubmissionDocument
from portico.pipeline.revealing import ask_who, refuse_reveal, reveal
from portico.portals.models import PortalDefaults
from portico.records.models import Event
from tests.world import Acme


@pytest.fixture
def blind(acme: Acme) -> Submission:
    """Dario, without his name."""
    acme.submission.blind = True
    acme.submission.save()
    return Submission.objects.get(pk=acme.submission.pk)


def test_a_blind_submission_says_neither_name_nor_documents(acme: Acme, blind: Submission) -> None:
    assert "Dario" not in blind.shown_name
    assert "Grand Hotel" not in blind.masked("Dario Conti of the Grand Hotel")
    assert not SubmissionDocument.objects.visible_to(acme.maya).exists()


def test_where_somebody_worked_before_does_not_tell_who_they_are(acme: Acme, blind: Submission) -> None:
    for employer in ("Quillworth Depot Ltd", "Ashgrove"):
        Experience(agency=acme.agency, candidate=acme.dario, title="Porter", employer=employer).save()
    for row in (blind, Submission.objects.with_blind().get(pk=blind.pk)):
        said = row.masked("He was with Quillworth Depot, then at Ashgrove.")
        assert said == "He was with an employer, then at an employer."


@pytest.mark.parametrize(
    ("agency", "custom", "own", "share", "expected"),
    [
        ({}, False, {}, {}, False),
        ({"named": False}, False, {}, {}, True),
        ({"named": False}, True, {"named": True}, {}, False),
        ({"named": False}, False, {"named": True}, {}, True),
        ({}, True, {"named": False}, {}, True),
        ({}, False, {"named": False}, {}, False),
        ({}, False, {}, {"named": False}, True),
        ({"named": True}, True, {"named": True}, {"named": False}, True),
        ({"named": "no"}, True, {"named": 0}, {"named": 1}, False),
    ],
)
def test_one_row_and_many_rows_agree_on_who_is_blind(
    acme: Acme, agency: object, custom: bool, own: object, share: object, expected: bool
) -> None:
    PortalDefaults.objects.create(agency=acme.agency, values=agency)
    portal = acme.share.portal
    portal.custom, portal.values = custom, own
    portal.save()
    acme.share.values = share
    acme.share.save()

    one = Submission.objects.get(pk=acme.submission.pk)
    among = Submission.objects.with_blind().get(pk=acme.submission.pk)

    assert (one.is_blind, among.is_blind) == (expected, expected)
    assert Submission.objects.named().filter(pk=one.pk).exists() is not expected


def test_the_client_asks_and_the_recruiter_agrees(acme: Acme, blind: Submission) -> None:
    ask_who(blind, by=acme.maya, words="We would like to meet")
    with pytest.raises(RuleBroken, match="asked already"):
        ask_who(blind, by=acme.maya)

    reveal(blind, by=acme.recruiter)

    there, asked = Submission.objects.get(pk=blind.pk), RevealRequest.objects.get()
    assert there.shown_name == "Dario Conti"
    assert (asked.status, asked.asked_by, asked.answered_by) == ("agreed", acme.maya, acme.recruiter)
    assert Event.objects.filter(verb="submission.introduced").count() == 1
    told, answered = Email.objects.order_by("pk")
    assert (told.to, answered.to) == (acme.recruiter.email, acme.maya.email)
    assert "Dario" not in answered.text + answered.html + answered.subject
    with pytest.raises(RuleBroken, match="knows already"):
        reveal(there, by=acme.recruiter)


def test_of_two_reveals_at_once_one_counts(acme: Acme, blind: Submission) -> None:
    twin = Submission.objects.get(pk=blind.pk)
    reveal(blind, by=acme.recruiter)

    with pytest.raises(Conflict):
        reveal(twin, by=acme.owner)
    assert RevealRequest.objects.count() == 1


def test_the_recruiter_says_no_with_a_reason_and_the_client_may_ask_again(acme: Acme, blind: Submission) -> None:
    ask_who(blind, by=acme.maya)
    with pytest.raises(RuleBroken, match="say why"):
        refuse_reveal(blind, by=acme.recruiter, reason="")
    refuse_reveal(blind, by=acme.recruiter, reason="They ask for time until Friday")

    assert Submission.objects.get(pk=blind.pk).is_blind
    assert RevealRequest.objects.get().reason == "They ask for time until Friday"
    ask_who(blind, by=acme.maya)
    assert RevealRequest.objects.count() == 2


def test_who_may_only_look_may_not_ask(acme: Acme, blind: Submission) -> None:
    with pytest.raises(RuleBroken, match="look, not judge"):
        ask_who(blind, by=acme.jonas)


def test_another_client_knows_nothing_of_the_question(acme: Acme, blind: Submission) -> None:
    ask_who(blind, by=acme.maya)

    assert RevealRequest.objects.visible_to(acme.maya).count() == 1
    assert not RevealRequest.objects.visible_to(acme.priya).exists()
