"""Offers: written by those who see money, read and answered by the candidate, and gone with the application."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from portico.agencies.models import Member
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import now
from portico.pipeline.clocks import clocks_of
from portico.pipeline.copy_parts import offers_of
from portico.pipeline.models import Offer
from portico.pipeline.offers import accepted_start, make_offer, run_out
from portico.records.files import take_in
from tests.desk import browser_of, text_of
from tests.world import START, Acme


def draft(acme: Acme, **terms: Any) -> Offer:
    """An offer to Dario that was not sent."""
    usual = {"until": now().date() + timedelta(days=5), "start": START, "conditions": "CANARY terms"}
    pay = {"pay": Decimal("31500.50"), "pay_currency": "GBP", "pay_per": "year"}
    return make_offer(acme.application, by=acme.recruiter, **{**usual, **pay, **terms})


def test_a_draft_is_not_seen_and_a_sent_offer_is(acme: Acme) -> None:
    offer = draft(acme)
    assert not Offer.objects.visible_to(acme.dario_member)

    offer.send(by=acme.recruiter)
    assert list(Offer.objects.visible_to(acme.dario_member)) == [offer]
    assert not Offer.objects.visible_to(acme.elena_member)
    assert not Offer.objects.visible_to(acme.maya)
    assert offer.pay_words == "£31,500.50 a year"


def test_mails_hold_neither_pay_nor_conditions(acme: Acme, run_tasks: Callable[..., Any]) -> None:
    offer = draft(acme)
    offer.send(by=acme.recruiter)
    offer.answer(yes=True, note="CANARY note", by=acme.dario_member)
    run_tasks()

    assert {one.to[0].split()[0] for one in mail.outbox} == {"Dario", "Rosa"}
    for one in mail.outbox:
        assert not any(word in str(one.message()) for word in ("31,500", "31500", "CANARY"))


def test_a_yes_proposes_the_first_day(acme: Acme) -> None:
    offer = draft(acme)
    offer.send(by=acme.recruiter)
    offer.was_read(by=acme.dario_member)
    assert accepted_start(acme.application) is None

    offer.answer(yes=True, by=acme.dario_member)
    assert accepted_start(acme.application) == START
    with pytest.raises(Conflict):
        offer.answer(yes=False, by=acme.dario_member)


def test_one_open_offer_at_a_time(acme: Acme) -> None:
    first = draft(acme)
    with pytest.raises(RuleBroken, match="open offer"):
        draft(acme)
    first.withdraw(by=acme.recruiter)

    assert draft(acme).status == "draft"


def test_it_cannot_go_to_somebody_who_could_not_read_it(acme: Acme) -> None:
    Member.objects.filter(pk=acme.dario_member.pk).update(status=Member.Status.REVOKED)
    offer = Offer.objects.select_related("application__candidate__member").get(pk=draft(acme).pk)

    with pytest.raises(RuleBroken, match="not on the candidate portal"):
        offer.send(by=acme.recruiter)


def test_its_time_runs_out(acme: Acme) -> None:
    offer = draft(acme)
    offer.send(by=acme.recruiter)
    Offer.objects.filter(pk=offer.pk).update(until=now().date() - timedelta(days=2))
    offer.refresh_from_db()

    with pytest.raises(RuleBroken, match="time to answer is over"):
        offer.answer(yes=True, by=acme.dario_member)
    assert run_out(now()) == 1
    assert Offer.objects.get().status == "expired"


def test_it_ends_with_the_application(acme: Acme) -> None:
    draft(acme).send(by=acme.recruiter)
    acme.application.reject(by=acme.recruiter, reason="No")

    assert Offer.objects.get().status == "withdrawn"


def test_everybody_sees_on_whom_it_waits(acme: Acme) -> None:
    offer = draft(acme)
    offer.send(by=acme.recruiter)
    assert clocks_of([acme.application], acme.recruiter)[acme.application.pk].who == "Dario Conti"

    offer.answer(yes=True, by=acme.dario_member)
    assert clocks_of([acme.application], acme.recruiter)[acme.application.pk].who == "Rosa Delgado"


def test_what_was_never_sent_is_not_theirs_to_read(acme: Acme) -> None:
    draft(acme).withdraw(by=acme.recruiter)

    assert not Offer.objects.visible_to(acme.dario_member)
    assert not offers_of(acme.dario)


def test_the_file_beside_an_offer_is_for_those_who_see_money(acme: Acme) -> None:
    offer = draft(acme)
    contract = SimpleUploadedFile("contract.txt", b"31,500 a year")
    offer.document = take_in(contract, on=acme.application, by=acme.recruiter)
    offer.save(update_fields=["document"])

    for reader, sees in ((acme.recruiter, True), (acme.finance, True), (acme.reader, False)):
        address = f"/desk/documents/{offer.document.pk}/"
        assert (browser_of(reader).get(address).status_code == 200) is sees
        page = text_of(browser_of(reader).get(f"/desk/applications/{acme.application.pk}/"))
        assert (address in page) is sees


def test_two_looks_at_once_are_one(acme: Acme) -> None:
    offer = draft(acme)
    offer.send(by=acme.recruiter)
    other = Offer.objects.get(pk=offer.pk)
    offer.was_read(by=acme.dario_member)
    other.was_read(by=acme.dario_member)
    assert Offer.objects.get(pk=offer.pk).status == "viewed"
