"""The desk: whole profiles, layouts, and inviting with them."""

from portico.candidates.bulk_inviting import invite_many
from portico.candidates.layouts import ProfileLayout, layout_for
from portico.candidates.models import ProfileChange
from portico.candidates.settings import settings_of
from portico.records.models import LongTask
from tests.desk import browser_of, hidden_in, text_of
from tests.profiles import layout, person, post
from tests.stories.mail import RunTasks
from tests.world import Acme

RULES = "/desk/settings/candidate-portal/"


def test_what_a_recruiter_writes_lands_at_once_and_stands_in_the_history(acme: Acme) -> None:
    post(acme)
    rosa, path = browser_of(acme.recruiter), f"/desk/candidates/{acme.dario.pk}/profile/experience/0/"
    form = rosa.get(path)

    typed = {"title": "Head porter", "employer": "Hotel Ritz", "started": "2020", "seen": hidden_in(form, "seen")}
    assert rosa.post(path, typed).status_code == 302

    assert acme.dario.experience.get().title == "Head porter"
    assert ProfileChange.objects.get(field="experience").way == "desk"
    assert rosa.post(path, typed).status_code == 409
    assert "Head porter" in rosa.get(f"/desk/candidates/{acme.dario.pk}/profile/").text


def test_pay_is_not_shown_to_who_sees_no_money(acme: Acme) -> None:
    acme.dario.pay_expected, acme.dario.pay_currency, acme.dario.pay_per = 30123, "GBP", "year"
    acme.dario.save()
    path = f"/desk/candidates/{acme.dario.pk}/profile/"

    assert "30,123" in browser_of(acme.recruiter).get(path).text
    assert "30,123" not in browser_of(acme.reader).get(path).text


def test_rules_of_the_portal_are_kept(acme: Acme) -> None:
    owner = browser_of(acme.owner)

    assert owner.post(RULES, {"credential_notices": "soon"}).status_code == 422
    owner.post(RULES, {"review_fields": ["phone", "first_name"], "credential_notices": "7, 30"})

    rules = settings_of(acme.agency)
    assert (rules.registration, rules.review_fields) == (False, ("first_name", "phone"))
    assert rules.credential_notices == (30, 7)


def test_layouts_are_made_changed_chosen_and_deleted(acme: Acme) -> None:
    owner = browser_of(acme.owner)
    owner.post(f"{RULES}layouts/add/", {"name": "Temps", "need_phone": "mandatory", "need_linkedin": "hidden"})
    made = ProfileLayout.objects.get()
    assert (made.is_default, made.fields) == (True, {"phone": "mandatory", "linkedin": "hidden"})
    path = f"{RULES}layouts/{made.pk}/"
    form = owner.get(path)
    assert owner.post(path, {"name": "Temps", "seen": "old"}).status_code == 409
    assert owner.post(path, {"name": "Night shifts", "seen": hidden_in(form, "seen")}).status_code == 302
    assert owner.get(f"{path}preview/").status_code == 200

    other = layout(acme)
    owner.post(f"{RULES}layouts/{other.pk}/default/")
    assert layout_for(acme.agency.pk, None) == other
    owner.post(f"{RULES}layouts/{other.pk}/delete/")
    assert layout_for(acme.agency.pk, None) is None


def test_an_invitation_carries_the_layout_and_the_portal_asks_by_it(acme: Acme) -> None:
    chosen, nora = layout(acme), person(acme, first_name="Nora", email="nora@example.org")

    browser_of(acme.recruiter).post(f"/desk/candidates/{nora.pk}/invite/", {"layout": chosen.pk})

    nora.refresh_from_db()
    assert (nora.layout, nora.member is not None) == (chosen, True)


def test_many_are_invited_at_once_and_who_cannot_be_is_counted(acme: Acme, run_tasks: RunTasks) -> None:
    chosen = layout(acme)
    people = [person(acme, first_name=name, email=f"{name}@example.org") for name in ("nora", "nils")]
    silent = person(acme, first_name="Silent")
    rosa = browser_of(acme.recruiter)
    picks = {"pick": [one.pk for one in (*people, silent, acme.dario)]}
    assert "Silent" in text_of(rosa.post("/desk/candidates/invite/", picks))
    assert rosa.post("/desk/candidates/invite/", {**picks, "layout": chosen.pk, "go": "1"}).status_code == 302
    run_tasks()

    for one in people:
        one.refresh_from_db()
    assert {one.layout for one in people} == {chosen}
    again = invite_many([*people, silent], by=acme.recruiter)
    run_tasks()
    task = LongTask.objects.get(pk=again.pk)
    assert (task.status, task.figures) == ("done", {"invited": 0, "refused": 3})
