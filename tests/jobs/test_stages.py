"""The agency's own stages: their order, what clients may do in them, and that each kind keeps one."""

import pytest

from portico.jobs.stages import Stage
from portico.kit.rules import RuleBroken
from portico.records.editing import shown
from tests.world import Acme


def names(acme: Acme) -> list[str]:
    """The pipeline in order."""
    return [stage.name for stage in Stage.objects.visible_to(acme.owner).active()]


def test_a_new_stage_stands_after_those_of_its_kind(acme: Acme) -> None:
    stage = Stage(agency=acme.agency, name="Phone screen", kind=Stage.Kind.SCREENING, public_label="Being reviewed")
    stage.add(by=acme.owner)

    assert names(acme)[2:4] == ["Screening", "Phone screen"]


def test_stages_move_up_and_down_and_stop_at_the_ends(acme: Acme) -> None:
    first = acme.stage(Stage.Kind.SOURCED)
    first.move_by(-1, by=acme.owner)
    assert names(acme)[0] == "Sourced"

    first.move_by(1, by=acme.owner)
    assert names(acme)[:2] == ["Applied", "Sourced"]


def test_each_kind_keeps_an_active_stage(acme: Acme) -> None:
    with pytest.raises(RuleBroken, match="only stage of the kind"):
        acme.stage(Stage.Kind.OFFER).archive(by=acme.owner)


def test_a_stage_somebody_stands_in_is_not_put_away(acme: Acme) -> None:
    final = Stage.objects.get(agency=acme.agency, name="Final interview")
    acme.application.move(to=final, by=acme.recruiter)
    with pytest.raises(RuleBroken, match="candidates in this stage"):
        final.archive(by=acme.owner)

    acme.application.move(to=acme.stage(Stage.Kind.OFFER), by=acme.recruiter)
    final.archive(by=acme.owner)
    assert "Final interview" not in names(acme)

    final.restore(by=acme.owner)
    assert "Final interview" in names(acme)


def test_two_stages_never_have_one_name(acme: Acme) -> None:
    with pytest.raises(RuleBroken, match="already a stage"):
        Stage(agency=acme.agency, name="offer", kind=Stage.Kind.OFFER, public_label="Offer").add(by=acme.owner)

    stage = acme.stage(Stage.Kind.OFFER)
    with pytest.raises(RuleBroken, match="already a stage"):
        stage.change({"name": "Screening"}, seen=shown(stage, ["name"]), by=acme.owner)


def test_renaming_keeps_the_kind(acme: Acme) -> None:
    stage = acme.stage(Stage.Kind.OFFER)
    stage.change({"name": "Contract"}, seen=shown(stage, ["name"]), by=acme.owner)

    there = Stage.objects.get(pk=stage.pk)
    assert (there.name, there.kind) == ("Contract", Stage.Kind.OFFER)


def test_clients_see_only_the_stages_shown_to_them(acme: Acme) -> None:
    assert "Screening" not in {stage.name for stage in Stage.objects.visible_to(acme.maya)}
    assert {stage.agency_id for stage in Stage.objects.visible_to(acme.owner)} == {acme.agency.pk}
