"""The first page of the desk shows what clients wrote and asked about candidates until somebody reacts."""

from portico.backoffice.reading.today import waiting
from portico.pipeline.models import Message, MessageLook, Submission
from portico.pipeline.revealing import ask_who, reveal
from tests.world import Acme


def asked(world: Acme) -> list[tuple[str, str]]:
    groups = waiting(world.recruiter)
    return [(one.kind, one.what) for group in groups for one in group.first if one.kind in {"message", "reveal"}]


def test_messages_of_clients_wait_until_somebody_reads_them(acme: Acme) -> None:
    Message.send(acme.submission, text="When could he start?", by=acme.maya)
    Message.send(acme.submission, text="And is he free on Friday?", by=acme.maya)
    assert asked(acme) == [("message", f"2 messages about {acme.dario.name} for {acme.job.title}")]
    MessageLook.note(acme.submission, acme.recruiter)
    assert asked(acme) == []


def test_what_the_agency_wrote_waits_for_nobody_here(acme: Acme) -> None:
    Message.send(acme.submission, text="He could start in May.", by=acme.recruiter)
    assert asked(acme) == []


def test_a_client_who_wants_to_know_a_name_waits_for_the_agency(acme: Acme) -> None:
    Submission.objects.filter(pk=acme.submission.pk).update(blind=True)
    submission = Submission.objects.get(pk=acme.submission.pk)
    ask_who(submission, by=acme.maya)
    assert asked(acme) == [("reveal", f"{acme.northwind.name} asks to see who {acme.dario.name} is")]
    reveal(submission, by=acme.recruiter)
    assert asked(acme) == []
