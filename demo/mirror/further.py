"""What else hangs on a strand: what clients ask for, what candidates are asked, offered and told."""

from datetime import timedelta
from typing import Any

from demo.mirror.papers import paper
from demo.mirror.strand import DESK, Strand
from portico.candidates import consents
from portico.candidates.consents import ConsentText
from portico.candidates.credentials import add_absence, add_credential
from portico.candidates.models import PrivacyRequest, ProfileChange, UpdateRequest
from portico.candidates.proposing import propose
from portico.candidates.update_asking import Question, ask
from portico.jobs.advert_search import AdvertSearch
from portico.jobs.alerts import save_for
from portico.jobs.models import Question as FormQuestion
from portico.jobs.models import Requisition
from portico.kit.times import now
from portico.pipeline import holding, privacy_requests
from portico.pipeline.guests import GuestLink
from portico.pipeline.offers import make_offer
from portico.pipeline.permissions import ask_permission
from portico.pipeline.privacy_tasks import make_copy
from portico.pipeline.rejections import announce
from portico.pipeline.threads import Message
from portico.portals import requesting
from portico.portals.job_changes import JobChange
from portico.portals.models import JobShare
from portico.portals.welcoming import Colleague, invite_colleague
from portico.records.editing import shown
from portico.records.files import take_in
from portico.records.models import Document
from portico.records.tags import Tag

EVERYBODY = frozenset(DESK)


def go_on(strand: Strand) -> None:
    """All of it, in order."""
    for part in (ask_for_people, talk, ask_candidate, offer, say_no, fill_profile, care_for_data):
        part(strand)


def ask_for_people(strand: Strand) -> None:
    """A requisition as a draft with a file, one that was handed in, a wish about the job, a colleague to let in."""
    client, colleagues = strand.cast[strand.client], {"c3"} if strand.number == 3 else {"c1", "c2"}
    draft = wished(strand, f"Draft {strand.word('requisition.title of a draft', strand.client)}")
    file = requesting.attach(draft, paper("profile.pdf", strand.word("requisition file", strand.client)), by=client)
    strand.keep(draft, "draft", of=frozenset({strand.client}))
    strand.keep(file, "requisition", of=frozenset({strand.client}))
    handed = wished(strand, f"Porter wanted {strand.number}")
    requesting.hand_in(handed, by=client)
    readers = EVERYBODY if strand.number != 3 else EVERYBODY - {"limited recruiter"}
    strand.keep(handed, of=readers | colleagues)
    share = JobShare.objects.select_related("job", "portal__organization", "agency").get(
        pk=strand.row["portals.JobShare"].pk
    )
    words = {"note": strand.word("job change.note", strand.client)}
    change = JobChange.propose(share, {"openings": 2}, seen=shown(share.job, ["openings"]), by=client, **words)
    strand.keep(change, of=strand.desk | {strand.client})
    someone = Colleague(first_name="Cleo", last_name="New", email=f"cleo{strand.number}@new.example", role="viewer",
                        all_jobs=False, shares=(share,))  # fmt: skip
    asked = invite_colleague(someone, by=client)
    strand.keep(asked, of=EVERYBODY)


def wished(strand: Strand, title: str) -> Requisition:
    """What a client would have."""
    row = requesting.begin(strand.cast[strand.client])
    wanted: dict[str, Any] = {"title": title, "description": "Keep the doors by day.", "headcount": 2, "place": "Leeds"}
    wanted |= {"qualifications": "Two years", "pay_from": 30000, "pay_to": 34000, "pay_currency": "GBP"}
    for name, value in {**wanted, "pay_per": "year"}.items():
        setattr(row, name, value)
    row.save()
    return row


def talk(strand: Strand) -> None:
    """Client and agency write to each other; the client forwards the candidate to somebody."""
    submission, client = strand.row["submission"], strand.cast[strand.client]
    Message.send(submission, text=strand.word("message", strand.client), by=client)
    guest = GuestLink.send(submission, email=f"guest{strand.number}@guests.example", by=client)
    strand.keep(guest, of=strand.desk | {strand.client})


def ask_candidate(strand: Strand) -> None:
    """May we put you forward? Is your profile still right? And what they answered lately."""
    by = strand.cast["recruiter"]
    permission = ask_permission(strand.row["pipeline.Application"], by=by, client="A client")
    strand.keep(permission, of=strand.desk | {strand.worker})
    strand.keep(ask(strand.candidate, Question(fields=("city", "title"), days=0), by=by),
                of=EVERYBODY | {strand.worker})  # fmt: skip
    assert UpdateRequest.objects.filter(candidate=strand.candidate).exists()
    values = {"region": "Yorkshire", "notice": strand.word("profile change", strand.worker), "employer": "Ritz"}
    propose(strand.candidate, values, by=strand.cast[strand.worker], way="portal")
    changes = ProfileChange.objects.filter(candidate=strand.candidate)
    strand.keep(changes.get(field="region"), of=EVERYBODY)
    strand.keep(changes.waiting().order_by("pk")[0], "waiting", of=frozenset({strand.worker}))


def offer(strand: Strand) -> None:
    """What they are offered."""
    by, terms = strand.cast["recruiter"], strand.word("offer.conditions", strand.worker)
    pay: dict[str, Any] = {"pay": 31_000, "pay_currency": "GBP", "pay_per": "year"}
    run = strand.row["pipeline.Application"]
    words = strand.word("offer document", strand.worker)
    contract = take_in(paper("Offer.pdf", words), on=run, by=by, kind=Document.Kind.OTHER)
    made = make_offer(
        run,
        by=by,
        conditions=terms,
        until=now().date() + timedelta(days=9),
        document=contract,
        **pay,
    )
    made.send(by=by)
    strand.keep(made)


def say_no(strand: Strand) -> None:
    """A no that goes out tomorrow; and what the agency asks of whoever applies."""
    words = strand.word("rejection letter", strand.worker)
    letter = announce(strand.row["pipeline.Application"], by=strand.cast["recruiter"], words=words)
    strand.keep(letter, of=strand.desk)
    question = FormQuestion(agency=strand.cast.agency, job=strand.row["jobs.Job"], text="Do you have a license?",
                            kind="yes_no")  # fmt: skip
    strand.keep(question.add(by=strand.cast["recruiter"]), of=strand.desk)


def fill_profile(strand: Strand) -> None:
    """A license, days away, an alert, a tag."""
    by, mine = strand.cast[strand.worker], EVERYBODY | {strand.worker}
    facts = {"kind": "license", "name": "Forklift license", "number": strand.word("credential.number", strand.worker)}
    strand.keep(add_credential(strand.candidate, facts, by=by), of=mine)
    post = {"title": "Porter", "employer": strand.word("experience.employer", strand.worker), "text": ""}
    propose(strand.candidate, {"experience": [post]}, by=strand.cast["recruiter"], way="desk")
    first = now().date() + timedelta(days=40)
    note = strand.word("absence.note", strand.worker)
    strand.keep(add_absence(strand.candidate, first, first + timedelta(days=7), by=by, note=note), of=mine)
    strand.keep(save_for(by, AdvertSearch(words=f"night{strand.number}"), how="daily"), of=mine)
    tag = Tag.named(strand.cast.agency.pk, strand.word("tag"))
    strand.candidate.tags.add(tag)
    strand.keep(tag, of=EVERYBODY)


def care_for_data(strand: Strand) -> None:
    """A consent, a wish to have a copy of one's data, and a hold."""
    owner, worker = strand.cast["owner"], strand.cast[strand.worker]
    wording = ConsentText.objects.filter(agency=strand.cast.agency, published__isnull=False).latest("pk")
    given = consents.give(strand.candidate, wording, way="portal", by=worker, ip="203.0.113.7")
    strand.keep(given, of=EVERYBODY | {strand.worker})
    asked = privacy_requests.ask(strand.candidate, "copy", way="portal", by=worker)
    if asked.status == asked.Status.RECEIVED:
        privacy_requests.check_identity(asked, identity="Seen in person", by=owner)
    make_copy(PrivacyRequest.objects.select_related("candidate__member__user", "agency").get(pk=asked.pk))
    strand.keep(asked, of=EVERYBODY | {strand.worker})
    hold = holding.hold(strand.candidate, reason=strand.word("hold.reason"), by=owner)
    strand.keep(hold, of=EVERYBODY)
