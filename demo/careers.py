"""The part of the story that everybody reads: adverts on the careers pages, one without the client's name."""

from datetime import datetime, timedelta
from typing import Any

from demo.people import BY_SLUG
from demo.story import Story
from portico.agencies.models import Member
from portico.candidates.settings import change_settings
from portico.jobs.models import Advert, Job, SourceLink

INTRO = "Jobs in logistics, health care, hotels, payments and energy, from people who answer within three working days."
DRIVER = """Trunking out of Tilbury, Sunday to Thursday night, home every morning.

What you do:
- two trunks a night, hub to hub, no handball
- checks, papers and a clean handover
- talk to a planner who answers the phone

What you bring:
- category C+E, driver CPC and a digital card in date
- no more than six points
- some experience of nights

Weekly pay, holiday on top, and a start as soon as the assessment drive is done."""
PRODUCT = """A payments company in Dublin, past its first thousand merchants, looks for a product manager.

What you do:
- own checkout and payouts, from the first talk with a merchant to the numbers a year later
- write a page before a meeting instead of slides
- decide with engineers, not for them

What you bring:
- some years of product work on payments or something equally regulated
- the habit of talking to customers every week
- enough SQL to look for yourself

We tell you who the client is in our first conversation."""
NURSE = """An acute medical unit in Cambridge with one nurse to five patients by day and one to six by night.

What you do:
- assess, stabilize and hand over
- work long days with every second weekend off
- learn with a practice educator who is on the unit every weekday

What you bring:
- NMC registration, or proof that it is under way
- at least a year of acute experience
- an honest word about nights

Accommodation for the first three months can be arranged."""
BACKEND = """Northwind moves 40,000 shipments a day and wants every one of them to be findable within a second.

What you do:
- own two services of the track and trace team, from design to the on-call phone
- take apart a batch system and put an event-driven one in its place, in small steps
- spend one day a month in a depot

What you bring:
- several years of Java or Kotlin in production
- Kafka or something like it, and SQL without fear

An answer comes within three working days."""
PHARMACIST = """A post on the wards of a hospital in Cambridge, with time for patients and for teaching.

What you do:
- lead medicines reviews on two wards
- advise on antimicrobials or cardiology, whichever suits you best

What you bring:
- GPhC registration and at least three years of hospital practice
- a prescribing qualification, or the wish to get one"""
CHEF = """Sixty covers, a kitchen of eleven, a menu that changes with the boats, and bread made in the house.

What we offer:
- four days a week, closed on Mondays
- split tips
- a paid trial shift"""
ADVERTS: list[dict[str, Any]] = [
    {"job": "HGV Class 1 Driver, nights", "days": 12, "words": {"text": DRIVER, "city": "Tilbury", "show_pay": True}},
    {
        "job": "Senior Backend Engineer",
        "days": 20,
        "words": {"text": BACKEND, "remote": "hybrid", "show_pay": True, "named": True},
    },
    {"job": "Warehouse Shift Manager", "days": 16, "words": {"show_pay": True, "named": True}},
    {"job": "International Transport Planner", "days": 9, "words": {"remote": "hybrid", "named": True}},
    {"job": "Registered Nurse, Acute Medical Unit", "days": 6, "words": {"text": NURSE, "show_pay": True}},
    {"job": "Clinical Pharmacist", "days": 18, "words": {"text": PHARMACIST, "show_pay": True, "named": True}},
    {"job": "Night porter", "days": 2, "words": {"show_pay": True, "named": True}},
    {"job": "Sous Chef", "days": 4, "words": {"text": CHEF, "show_pay": True, "named": True}},
    {
        "job": "Product Manager, Merchant Payments",
        "days": 1,
        "words": {"title": "Product Manager, Payments", "text": PRODUCT, "remote": "hybrid"},
    },
    {"job": "Platform Engineer", "days": 14, "words": {"remote": "remote", "named": True}},
    {"job": "Offshore Wind Technician", "days": 10, "words": {"show_pay": True, "named": True}},
]
LINKS = [("Newsletter", "newsletter"), ("Logistics fair", "fair")]


def tell_of_careers(story: Story, now_there: datetime) -> None:
    """What the agency advertises; nothing at an agency without these jobs."""
    if not Job.objects.filter(agency=story.agency, title=ADVERTS[0]["job"]).exists():
        return
    rosa, owner = story.staff(BY_SLUG["recruiter"].email), story.staff(BY_SLUG["owner"].email)
    story.at(now_there - timedelta(days=21), describe, owner)
    for name, code in LINKS:
        story.at(now_there - timedelta(days=20), hand_out, rosa, name, code)
    for one in ADVERTS:
        story.at(now_there - timedelta(days=one["days"], hours=3), advertise, rosa, one)


def describe(owner: Member) -> None:
    """The words around the list."""
    change_settings(
        owner.agency,
        by=owner,
        careers_intro=INTRO,
        careers_imprint="https://www.acme.example/imprint",
        careers_privacy="https://www.acme.example/privacy",
        careers_origins=["https://www.acme.example"],
    )


def hand_out(rosa: Member, name: str, code: str) -> None:
    """A link to a place where the agency advertises."""
    SourceLink(agency=rosa.agency, name=name, code=code).add(by=rosa)


def advertise(rosa: Member, one: dict[str, Any]) -> None:
    """Write and publish a job's advert."""
    job = Job.objects.select_related("agency", "organization").get(agency=rosa.agency, title=one["job"])
    if job.status != Job.Status.OPEN:
        return
    words = dict(one["words"])
    advert = Advert.draft_of(job)
    advert.show_organization = words.pop("named", False)
    for name, value in words.items():
        setattr(advert, name, value)
    advert.add(by=rosa)
    advert.publish(by=rosa)
