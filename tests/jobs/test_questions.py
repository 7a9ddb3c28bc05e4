"""A job's own questions: what they ask, what an answer does, and that old answers stay."""

import pytest

from portico.jobs.models import Question
from portico.jobs.questions import change_form, form_of
from portico.kit.rules import RuleBroken
from portico.messaging.models import Email
from portico.pipeline.models import Application
from tests.careers.applicants import Applicant, advert_of
from tests.desk import browser_of
from tests.world import Acme


def ask(acme: Acme, text: str = "Do you have a license?", **facts: object) -> Question:
    """A question on the night porter's form."""
    return Question(agency=acme.agency, job=acme.job, text=text, **{"kind": "yes_no", **facts}).add(by=acme.recruiter)


def test_a_knock_out_marks_the_application_or_rejects_it(acme: Acme) -> None:
    question = ask(acme, must="yes", required=True)
    Applicant(advert_of(acme)).apply(**{question.name: "no"})
    marked = Application.objects.get(candidate__email="ann@example.com")
    assert (marked.status, marked.answers.get().rules_out) == ("open", True)
    assert "Knock-out" in browser_of(acme.recruiter).get(f"/desk/jobs/{acme.job.pk}/").content.decode()

    change_form(acme.job, by=acme.recruiter, fields={}, knock_out="reject", resume="none", cover_letter="none")
    Applicant(advert_of(acme)).apply(**{question.name: "no", "email": "bo@example.com"})
    Applicant(advert_of(acme)).apply(**{question.name: "yes", "email": "cy@example.com"})
    status = dict(Application.objects.filter(job=acme.job).values_list("candidate__email", "status"))
    assert (status["bo@example.com"], status["cy@example.com"]) == ("rejected", "open")


def test_a_no_to_an_address_that_nobody_proved_carries_no_name_a_stranger_typed(acme: Acme) -> None:
    question = ask(acme, must="yes", required=True)
    change_form(acme.job, by=acme.recruiter, fields={}, knock_out="reject", resume="none", cover_letter="none")
    Applicant(advert_of(acme)).apply(**{question.name: "no", "first_name": "Buy at example.net"})

    told = Email.objects.get(template="pipeline/emails/application_rejected")
    assert "Buy at" not in told.text + told.html + told.to_name + told.subject


def test_applications_land_where_the_form_says_with_its_owner(acme: Acme) -> None:
    stage = acme.stage("screening")
    change_form(acme.job, by=acme.recruiter, fields={"phone": "optional"}, stage=stage, owner=acme.consultant)
    Applicant(advert_of(acme)).apply(phone="")
    application = Application.objects.get(candidate__email="ann@example.com")
    assert (application.stage, application.candidate.owner) == (stage, acme.consultant)
    assert "applied for Night porter" in browser_of(acme.recruiter).get("/desk/").content.decode()
    assert "New" in browser_of(acme.recruiter).get(f"/desk/jobs/{acme.job.pk}/?view=table").content.decode()
    assert "1 new" in browser_of(acme.recruiter).get("/desk/jobs/").content.decode()
    browser_of(acme.recruiter).get(f"/desk/applications/{application.pk}/")
    assert "1 new" not in browser_of(acme.recruiter).get("/desk/jobs/").content.decode()


def test_every_kind_of_answer_is_kept_in_the_words_it_was_asked_in(acme: Acme) -> None:
    kinds = {
        "line": "Ten",
        "text": "A longer\nstory",
        "choice": "Nights",
        "choices": ["Nights", "Days"],
        "number": "12.50",
        "date": "2027-01-31",
    }
    rows = {kind: ask(acme, f"Question {kind}", kind=kind, options=["Nights", "Days"]) for kind in kinds}
    Applicant(advert_of(acme)).apply(**{rows[kind].name: value for kind, value in kinds.items()})
    rows["line"].archive(by=acme.recruiter)
    application = Application.objects.get(candidate__email="ann@example.com")
    assert [row.words for row in application.answers.all()] == [
        "Ten", "A longer\nstory", "Nights", "Nights, Days", "12.5", "2027-01-31",
    ]  # fmt: skip
    page = browser_of(acme.recruiter).get(f"/desk/applications/{application.pk}/").content.decode()
    assert "Question line" in page


def test_nonsense_answers_are_said_at_the_field(acme: Acme) -> None:
    number, choice = ask(acme, kind="number", required=True), ask(acme, kind="choice", options=["A", "B"])
    ann = Applicant(advert_of(acme))
    ann.post("")
    answer = ann.post("details/", {number.name: "many\0", choice.name: "C", "first_name": "A" * 5000})
    assert answer.status_code == 422
    assert "Enter a number" in answer.content.decode()


def test_questions_nobody_could_answer_are_refused(acme: Acme) -> None:
    for facts in ({"kind": "choice"}, {"kind": "line", "must": "yes"}):
        with pytest.raises(RuleBroken):
            ask(acme, **facts)
    for _number in range(3):
        ask(acme, kind="file")
    with pytest.raises(RuleBroken):
        ask(acme, kind="file")


def test_the_desk_shapes_the_form_and_the_rival_never_sees_it(acme: Acme) -> None:
    rosa = browser_of(acme.recruiter)
    base = f"/desk/jobs/{acme.job.pk}/"
    words = {"text": "Can you lift 20 kg?", "kind": "yes_no", "must": "yes"}
    assert rosa.post(base + "questions/add/", words).status_code == 302
    assert rosa.post(base + "questions/add/", {"text": "Which?", "kind": "choice"}).status_code == 422
    page = rosa.get(base + "application-form/").content.decode()
    assert "Can you lift 20 kg?" in page
    chosen = {"resume": "required", "cover_letter": "none", "knock_out": "flag", "need_phone": "mandatory"}
    assert rosa.post(base + "application-form/change/", chosen).status_code == 302
    wanted = form_of(acme.job)
    assert (wanted.is_own, wanted.resume, wanted.fields["phone"]) == (True, "required", "mandatory")
    question = Question.objects.get()
    assert browser_of(acme.theirs.recruiter).get(f"/desk/questions/{question.pk}/").status_code == 404
    assert rosa.post(base + "application-form/usual/").status_code == 302
    assert not form_of(acme.job).is_own
