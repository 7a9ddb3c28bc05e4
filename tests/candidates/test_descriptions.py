"""Descriptions begin from templates."""

import pytest

from portico.candidates.descriptions import DescriptionTemplate, fill
from portico.candidates.models import Candidate
from portico.kit.rules import RuleBroken
from tests.world import Acme


def template(acme: Acme, text: str, *, is_default: bool = False, name: str = "Short") -> DescriptionTemplate:
    """A template of Acme's."""
    made = DescriptionTemplate(agency=acme.agency, name=name, text=text)
    made.keep(by=acme.owner, is_default=is_default)
    return made


def test_placeholders_are_replaced_once_and_what_people_typed_is_no_template(acme: Acme) -> None:
    acme.dario.headline, acme.dario.city = "{skills} {{ 7*7 }}", "Leeds"

    text = template(acme, "{name}: {headline}\nLives in {city}\nNotice: {notice}").filled(acme.dario)

    assert text == "Dario Conti: {skills} {{ 7*7 }}\nLives in Leeds"


def test_an_unknown_placeholder_is_refused_and_other_braces_stay(acme: Acme) -> None:
    with pytest.raises(RuleBroken, match="pay"):
        template(acme, "Wants {pay}")
    assert fill("{ 1 } {X} {}", {}) == "{ 1 } {X} {}"


def test_new_candidates_begin_with_the_default_and_older_descriptions_stay(acme: Acme) -> None:
    made = template(acme, "{first_name} is looking for work.", is_default=True)
    first = Candidate(agency=acme.agency, first_name="Ada").add(by=acme.recruiter)
    made.text = "Meet {first_name}."
    made.keep(by=acme.owner, is_default=True)

    second = Candidate(agency=acme.agency, first_name="Bob").add(by=acme.recruiter)

    first.refresh_from_db()
    assert (first.description, second.description) == ("Ada is looking for work.", "Meet Bob.")
    acme.dario.refresh_from_db()
    assert acme.dario.description == ""


def test_the_default_changes_hands_and_cannot_be_deleted(acme: Acme) -> None:
    first = template(acme, "A", is_default=True)
    second = template(acme, "B", is_default=True, name="Long")

    with pytest.raises(RuleBroken):
        second.remove(by=acme.owner)
    first.refresh_from_db()
    first.remove(by=acme.owner)
    assert list(DescriptionTemplate.objects.values_list("name", "is_default")) == [("Long", True)]
