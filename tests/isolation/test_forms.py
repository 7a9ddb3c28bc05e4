"""Every form of every page with the other agency's numbers in it: nothing of theirs is read, changed or linked."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from demo.mirror.canaries import WORD
from demo.mirror.world import World
from tests.drawn import Drawn, forms_on
from tests.isolation.grid import cells, listed
from tests.isolation.policy import OWN, gets_in
from tests.isolation.trying import THOROUGH, Trial, body_of, trial

pytestmark = [pytest.mark.django_db, pytest.mark.only_on("sqlite")]  # doors and forms are the same on both
LEAVES = {"access:sign_out", "access:account_sign_out_everywhere"}


def twins(world: World) -> dict[str, list[str]]:
    """The other agency's numbers for each of Acme's: of every kind that has a row with this number."""
    rows: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for thing in world.things:
        rows[thing.agency, thing.kind, thing.strand].append(thing.id)
    found: dict[str, list[str]] = defaultdict(list)
    for (agency, kind, strand), mine in rows.items():
        if agency == "A":
            for one, other in zip(mine, rows["B", kind, strand], strict=False):
                if str(other) not in found[str(one)]:
                    found[str(one)].append(str(other))
    return found


def forms_of(person: Trial) -> dict[str, Drawn]:
    """One form of each kind that this person meets, by the address it is sent to."""
    found: dict[str, Drawn] = {}
    for number, route in enumerate(listed()):
        if "GET" not in route.methods or not gets_in(person.actor, route):
            continue
        for cell in cells(person.world, person.actor, route):
            if cell.scope != OWN:
                continue
            answer, _tables = person.send("GET", cell.path)
            if answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html"):
                for form in forms_on(answer.content.decode(), cell.path):
                    keep(found, form)
        assert number < 2000
    return found


def keep(found: dict[str, Drawn], form: Drawn) -> None:
    """Of several forms of one kind, the one with most fields."""
    try:
        target = resolve(urlsplit(form.action).path).view_name
    except Resolver404:
        return
    key = f"{target} {form.method}"
    if (
        form.method in {"get", "post"}
        and target not in LEAVES
        and (key not in found or len(form.options) > len(found[key].options))
    ):
        found[key] = form


def forged(form: Drawn, theirs: dict[str, list[str]]) -> Iterator[dict[str, list[str]]]:
    """The form as it stands, but with one field that holds another agency's number; and with fields it never had."""
    for name, options in form.options.items():
        numbers = {other for one in [*options, *form.values.get(name, [])] for other in theirs.get(one, [])}
        for other in sorted(numbers)[: None if THOROUGH else 4]:
            yield {**form.values, name: [other]}


def also(world: World) -> dict[str, list[str]]:
    """What a page never asks for: whose it is, who one is, how far it has come."""
    rival = world.casts["B"]
    owner = str(rival["owner"].pk)
    return {
        "agency": [str(rival.agency.pk)], "agency_id": [str(rival.agency.pk)], "member": [owner], "owner": [owner],
        "by": [owner], "user": [str(rival["owner"].user_id)], "role": ["owner"], "status": ["active"],
        "status_since": ["2020-01-01"], "pay_from": ["1"], "is_staff": ["on"], "id": ["1"], "pk": ["1"],
    }  # fmt: skip


@pytest.mark.parametrize("who", ["owner", "c1", "k1", *(["limited recruiter"] if THOROUGH else [])])
def test_no_form_takes_another_agencys_number(
    mirror: World, who: str, record_property: Callable[[str, object], None]
) -> None:
    began, person, theirs = time.perf_counter(), trial(mirror, who), twins(mirror)
    found, sent, numbers = forms_of(person), 0, 0
    for key, form in found.items():
        extra = also(mirror)
        bodies: list[dict[str, Any]] = [{**form.values, **{k: v for k, v in extra.items() if k not in form.values}}]
        more = list(forged(form, theirs))
        numbers += bool(more)
        for data in [*bodies, *more]:
            sent += 1
            answer, tables = person.send(form.method, form.action, data)
            person.look_after(f"{who} {key} {form.action} {data}", tables, denied=False)
            read = {word for word in WORD.findall(body_of(answer)) if word.startswith("canaryb")}
            if read or answer.status_code >= 500:
                person.wrong.append(f"{who} {key} {data}: {answer.status_code} {read}")

    told = f"{who}, {len(found)} forms, {numbers} of them with numbers"
    record_property("isolation", (told, sent, len(person.wrong), round(time.perf_counter() - began)))
    assert not person.wrong, "\n".join(["", *person.wrong])
    assert len(found) > 5
    assert numbers > 0
