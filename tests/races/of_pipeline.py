"""Applications and what hangs on them: submissions, interviews, offers, letters, permissions, introductions."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from portico.agencies.models import Member
from portico.kit.times import now
from portico.pipeline import interview_people, offers, permissions, rejections, revealing, submitting
from portico.pipeline.arranging import Plan, ask
from portico.pipeline.interviews import Interview
from portico.pipeline.models import Application, Permission, Placement, RejectionLetter
from portico.pipeline.offers import Offer
from portico.pipeline.revealing import RevealRequest
from portico.pipeline.submissions import Submission
from tests.interviews import days
from tests.races import rows
from tests.races.pairs import Deed, Recipe, Verb
from tests.races.rows import put, themselves
from tests.world import Acme

START = date(2027, 1, 4)


def application(world: Acme, status: str) -> Application:
    """Somebody on a job, shown to its client; with an offer and an interview ahead while it runs."""
    shown = rows.submission(world)
    row = shown.application
    if status == "open":
        offers.make_offer(row, by=world.recruiter, start=START, until=now().date() + timedelta(days=9))
        ask(shown, Plan(starts=[days(3)]), by=world.maya)
    if status == "rejected":
        letter = RejectionLetter(agency=world.agency, application=row, words="No", due=now() + timedelta(hours=3))
        letter.save()
    if status == "placed":
        Placement(agency=world.agency, application=row, start=START).save()
    return put(row, status)


APPLICATIONS = Recipe(
    Application,
    application,
    (
        Verb("reject", ("open",), lambda row, w, by: partial(row.reject, by=by, reason="No")),
        Verb("withdraw", ("open", "rejected"), lambda row, w, by: partial(row.withdraw, by=by)),
        Verb("place", ("open",), lambda row, w, by: partial(row.place, by=by, start=START)),
        Verb("close the job", ("open",), lambda row, w, by: partial(submitting.close_job, row.job, by=by), stays=True),
        Verb(
            "move",
            ("open",),
            lambda row, w, by: partial(row.move, to=w.stage("offer"), by=by, seen=str(row.stage_id)),
            stays=True,
        ),
        Verb(
            "reopen",
            ("rejected", "withdrawn", "placed", "job_closed"),
            lambda row, w, by: partial(row.reopen, by=by),
        ),
    ),
    ways=(
        "pipeline.models:Application._end",
        "pipeline.models:Application.reopen",
        "pipeline.models:Application.place",
        "pipeline.submitting:close_job",
    ),
)


def placement(world: Acme, status: str) -> Placement:
    """Somebody taken on."""
    row = Placement(agency=world.agency, application=rows.application(world), start=START)
    row.save()
    return put(row, status)


PLACEMENTS = Recipe(
    Placement, placement, (), ways=(), unreached=(("pending_start", "active"), ("pending_start", "fell_through"))
)


def submission(world: Acme, status: str) -> Submission:
    """Somebody the client sees, or is about to."""
    return put(rows.submission(world), status)


def answer(name: str) -> Any:
    """The client's answer, from the page that showed none."""
    said = {"reason": "No"} if name == "decline" else {}
    return lambda row, world, by: partial(getattr(row, name), by=world.maya, seen="new", **said)


SHOWN = ("submitted", "viewed")
SUBMISSIONS = Recipe(
    Submission,
    submission,
    (
        Verb("approve", SHOWN, answer("approve")),
        Verb("keep in view", SHOWN, answer("keep_in_view")),
        Verb("decline", SHOWN, answer("decline")),
        Verb("withdraw", (*SHOWN, "decided"), lambda row, w, by: partial(row.withdraw, by=by)),
        Verb("look", ("submitted",), lambda row, w, by: partial(row.was_viewed, by=w.maya), stays=True),
        Verb("discard", ("proposed",), lambda row, w, by: partial(row.discard, by=by)),
        Verb(
            "publish",
            ("proposed",),
            lambda row, w, by: partial(submitting.publish, row.share, by=by, notify=False),
            stays=True,
        ),
        Verb(
            "propose",
            ("withdrawn",),
            lambda row, w, by: partial(submitting.propose, row.application, row.share, by=by),
            stays=True,
        ),
    ),
    ways=(
        "pipeline.submissions:Submission.withdraw",
        "pipeline.submissions:Submission.discard",
        "pipeline.submitting:propose",
        "pipeline.submitting:_show",
    ),
    # Discarding after the client saw it; taking an answer back is tested in tests/client_portal/test_answers.py.
    unreached=(("proposed", "withdrawn"), ("decided", "viewed")),
)


def interview(world: Acme, status: str) -> Interview:
    """An interview with Maya."""
    row = ask(rows.submission(world), Plan(starts=[days(3), days(4)], zone="Europe/London"), by=world.maya)
    facts: dict[str, Any] = {}
    if status in {"booked", "confirmed", "done", "no_show_candidate", "no_show_client"}:
        start = now() - timedelta(hours=2)
        facts = {"start": start, "end": start + timedelta(minutes=45), "invited": now() - timedelta(days=2)}
    if status == "slots_offered":
        facts = {"offer_until": now() + timedelta(days=2), "released": now()}
    return put(row, status, **facts)


def pick(row: Interview, world: Acme, by: Member) -> Deed:
    """The candidate takes the first time."""
    return partial(row.pick_number, row.free_slots()[0].pk, by=themselves(row))


def judge(row: Interview, world: Acme, by: Member) -> Deed:
    """Maya says how it was."""
    words: dict[str, Any] = {"strengths": "", "concerns": "", "for_colleagues": False}
    return partial(interview_people.judge, row, by=world.maya, rating=4, advice="yes", **words)


FIXED, OPEN = ("booked", "confirmed"), ("requested", "slots_offered", "rescheduling")
INTERVIEWS = Recipe(
    Interview,
    interview,
    (
        Verb("release", OPEN, lambda row, w, by: partial(row.release, by=by)),
        Verb("pick", ("slots_offered",), pick),
        Verb("set time", (*OPEN, *FIXED), lambda row, w, by: partial(row.set_time, days(5), by=by)),
        Verb("propose", ("slots_offered",), lambda row, w, by: partial(row.propose, "On Friday", by=themselves(row))),
        Verb("confirm", ("booked",), lambda row, w, by: partial(row.confirm, by=by)),
        Verb(
            "reschedule",
            ("slots_offered", *FIXED, "no_show_candidate", "no_show_client"),
            lambda row, w, by: partial(row.reschedule, by=by),
        ),
        Verb("cancel", (*OPEN, *FIXED), lambda row, w, by: partial(row.cancel, by=by, reason="Ill")),
        Verb("candidate stayed away", (*FIXED, "done"), lambda row, w, by: partial(row.no_show, "candidate", by=by)),
        Verb("client stayed away", (*FIXED, "done"), lambda row, w, by: partial(row.no_show, "client", by=by)),
        Verb("held", FIXED, lambda row, w, by: partial(row.held, by=by)),
        Verb("judge", ("done",), judge),
    ),
    ways=(
        "pipeline.interviews:Interview.offer",
        "pipeline.interviews:Interview.release",
        "pipeline.interviews:Interview._book",
        "pipeline.interviews:Interview.confirm",
        "pipeline.interviews:Interview.propose",
        "pipeline.interviews:Interview.reschedule",
        "pipeline.interviews:Interview.cancel",
        "pipeline.interviews:Interview.no_show",
        "pipeline.interviews:Interview.held",
        "pipeline.interview_people:judge",
    ),
)


def offer(world: Acme, status: str) -> Offer:
    """An offer to somebody."""
    until = now().date() + timedelta(days=9)
    return put(offers.make_offer(rows.application(world), by=world.recruiter, start=START, until=until), status)


def runs_out(row: Offer, world: Acme, by: Member) -> Deed:
    """Its last day is over."""
    return partial(row.become, Offer.Status.EXPIRED, by=None, **row._told())


TOLD = ("sent", "viewed")
OFFERS = Recipe(
    Offer,
    offer,
    (
        Verb("send", ("draft",), lambda row, w, by: partial(row.send, by=by)),
        Verb("withdraw", ("draft", *TOLD), lambda row, w, by: partial(row.withdraw, by=by)),
        Verb("read", ("sent",), lambda row, w, by: partial(row.was_read, by=themselves(row)), stays=True),
        Verb("accept", TOLD, lambda row, w, by: partial(row.answer, yes=True, by=themselves(row))),
        Verb("decline", TOLD, lambda row, w, by: partial(row.answer, yes=False, by=themselves(row))),
        Verb("run out", TOLD, runs_out),
    ),
    ways=(
        "pipeline.offers:Offer.send",
        "pipeline.offers:Offer.was_read",
        "pipeline.offers:Offer.answer",
        "pipeline.offers:Offer.withdraw",
        "pipeline.offers:run_out",
    ),
)


def letter(world: Acme, status: str) -> RejectionLetter:
    """A no that waits."""
    row = RejectionLetter(agency=world.agency, application=rows.application(world), words="No", due=now())
    row.save()
    put(row.application, "rejected")
    return put(row, status)


def stop(row: RejectionLetter, world: Acme, by: Member) -> Deed:
    """Take the no back."""
    return partial(rejections.stop, row.application, by=by)


LETTERS = Recipe(
    RejectionLetter,
    letter,
    (
        Verb("send", ("waiting",), lambda row, w, by: partial(rejections.send_now, row, by=by)),
        Verb("by the clock", ("waiting",), lambda row, w, by: row.go_out),
        Verb("stop", ("waiting",), stop, stays=True),
    ),
    ways=("pipeline.rejections:RejectionLetter.go_out", "pipeline.rejections:stop"),
)


def permission(world: Acme, status: str) -> Permission:
    """A question whether somebody may be put forward."""
    row = permissions.ask_permission(rows.application(world), by=world.recruiter, client="A hotel")
    until = now() + timedelta(days=9) if status == "granted" else None
    return put(row, status, until=until)


def over(status: str) -> Any:
    """Its time is over."""
    return lambda row, world, by: partial(row.become, status, by=None, **row._told())


PERMISSIONS = Recipe(
    Permission,
    permission,
    (
        Verb("yes", ("requested",), lambda row, w, by: partial(row.answer, yes=True, by=themselves(row))),
        Verb("no", ("requested",), lambda row, w, by: partial(row.answer, yes=False, by=themselves(row))),
        Verb("remind", ("requested",), lambda row, w, by: partial(row.remind, by=by), stays=True),
        Verb("lapse", ("requested",), over("lapsed")),
        Verb("withdraw", ("granted",), lambda row, w, by: partial(row.withdraw, by=themselves(row))),
        Verb("expire", ("granted",), over("expired")),
    ),
    ways=(
        "pipeline.permissions:Permission.answer",
        "pipeline.permissions:Permission.withdraw",
        "pipeline.permissions:_let_lapse",
        "pipeline.permissions:run_out",
    ),
)


def introduction(world: Acme, status: str) -> RevealRequest:
    """Maya asks who it is."""
    shown = rows.submission(world)
    Submission.objects.filter(pk=shown.pk).update(blind=True)
    shown.refresh_from_db()
    return put(revealing.ask_who(shown, by=world.maya), status)


INTRODUCTIONS = Recipe(
    RevealRequest,
    introduction,
    (
        # Asked or not: after a no, too, the agency may still say who it is.
        Verb("reveal", ("asked",), lambda row, w, by: partial(revealing.reveal, row.submission, by=by), stays=True),
        Verb(
            "refuse",
            ("asked",),
            lambda row, w, by: partial(revealing.refuse_reveal, row.submission, by=by, reason="Later"),
            rereads=True,
        ),
    ),
    ways=("pipeline.revealing:refuse_reveal",),
)

RECIPES = [
    APPLICATIONS, PLACEMENTS, SUBMISSIONS, INTERVIEWS, OFFERS, LETTERS, PERMISSIONS, INTRODUCTIONS,
]  # fmt: skip
