"""The part of the story that strangers begin: two jobs ask questions, and people apply through the careers pages."""

import io
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from demo.people import BY_SLUG
from demo.story import Story
from portico.access.secrets import new_token
from portico.agencies.models import Member
from portico.jobs.adverts import Advert
from portico.jobs.models import Job, Question
from portico.jobs.questions import change_form
from portico.pipeline.apply_drafts import RESUME, begin
from portico.pipeline.applying import Filled, apply, tell_once

DRIVER, SHIFT = "HGV Class 1 Driver, nights", "Warehouse Shift Manager"
ASKED: dict[str, list[dict[str, Any]]] = {
    DRIVER: [
        {"text": "Do you hold a Class 1 license (C+E)?", "kind": "yes_no", "must": "yes", "required": True},
        {"text": "Which nights can you drive?", "kind": "choices", "options": ["Weeknights", "Fridays", "Weekends"]},
        {"text": "Until when is your driver card valid?", "kind": "date"},
        {"text": "A photo or scan of your license", "kind": "file", "help": "It can also follow later."},
    ],
    SHIFT: [
        {"text": "How many people have you led on a shift?", "kind": "number", "required": True},
        {"text": "Which warehouse systems do you know?", "kind": "line"},
        {"text": "Tell us about an accident you prevented.", "kind": "text"},
    ],
}
SENT: list[dict[str, Any]] = [
    {
        "job": DRIVER, "hours": 27, "source": "Careers page", "city": "Leeds", "title": "HGV driver",
        "name": ("Grace", "Okafor"), "phone": "+44 7700 900461", "employer": "Calder Haulage",
        "skills": ["HGV Class 1", "Night driving", "ADR"],
        "answers": {"Class 1": "yes", "nights": ["Weeknights", "Fridays"], "card": "2029-04-30"},
    },
    {
        "job": DRIVER, "hours": 8, "source": "Indeed feed", "city": "Bradford", "title": "Van driver",
        "name": ("Tomás", "Herrera"), "phone": "+44 7700 900462", "employer": "Aire Couriers",
        "skills": ["Van driving", "Multi-drop"],
        "answers": {"Class 1": "no", "nights": ["Weekends"]},
    },
    {
        "job": SHIFT, "hours": 5, "source": "Careers page", "city": "Wakefield", "title": "Shift lead, goods-in",
        "name": ("Mei", "Tanaka"), "phone": "+44 7700 900463", "employer": "Pennine Foods",
        "skills": ["Goods-in", "WMS", "Shift planning", "First aid"],
        "answers": {"people": "24", "systems": "SAP EWM, Manhattan",
                    "accident": "A dock leveller that stuck half open: we closed the bay before the next lorry came."},
    },
]  # fmt: skip


def tell_of_applying(story: Story, now_there: datetime) -> None:
    """Forms with questions, and who applied; nothing at an agency without these jobs."""
    if not Job.objects.filter(agency=story.agency, title=DRIVER).exists():
        return
    rosa = story.staff(BY_SLUG["recruiter"].email)
    story.at(now_there - timedelta(days=9), ask_all, rosa)
    for one in SENT:
        story.at(now_there - timedelta(hours=one["hours"]), send, rosa, one)


def ask_all(rosa: Member) -> None:
    """Two jobs ask more than the usual."""
    for title, questions in ASKED.items():
        job = Job.objects.get(agency=rosa.agency, title=title)
        for facts in questions:
            Question(agency=rosa.agency, job=job, **facts).add(by=rosa)
    driver = Job.objects.get(agency=rosa.agency, title=DRIVER)
    fields = {"phone": "mandatory", "city": "mandatory", "available_from": "optional", "right_to_work": "optional"}
    change_form(driver, by=rosa, fields=fields, resume="optional", cover_letter="none", knock_out="flag")


def send(rosa: Member, told: dict[str, Any]) -> None:
    """Somebody applies without an account, with a résumé."""
    job = Job.objects.select_related("agency", "organization").get(agency=rosa.agency, title=told["job"])
    if not Advert.objects.filter(job=job).live().exists():
        advert = Advert.objects.filter(job=job).first() or Advert.draft_of(job).add(by=rosa, sure=True)
        advert.publish(by=rosa, sure=True)
    draft = begin(job, new_token(), None, source=told["source"])
    first, last = told["name"]
    draft.take(RESUME, SimpleUploadedFile(f"{first} {last} CV.docx", resume_of(told)))
    values = {key: told[key] for key in ("phone", "city", "title", "employer", "skills")}
    values |= {"first_name": first, "last_name": last, "email": f"{first}.{last}@example.com".lower().replace("á", "a")}
    questions = list(Question.objects.filter(job=job).asked())
    answers = [(one, answer_to(one, told["answers"])) for one in questions]
    tell_once(apply(draft, Filled(values, answers)).pk)


def answer_to(question: Question, answers: dict[str, Any]) -> Any:
    """The answer whose word stands in the question."""
    return next((answer for word, answer in answers.items() if word in question.text), "")


def resume_of(told: dict[str, Any]) -> bytes:
    """A short résumé as a Word file."""
    word = Document()
    word.add_heading(" ".join(told["name"]), 0)
    word.add_paragraph(f"{told['phone']} · {told['city']}, United Kingdom")
    word.add_heading("Experience", 1)
    word.add_paragraph(f"{told['title']}, {told['employer']}, Mar 2019 - Present")
    word.add_heading("Skills", 1)
    word.add_paragraph(", ".join(told["skills"]))
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()
