"""The messages beside each submission on an application's page; that they were read is noted."""

from portico.agencies.gate import DeskRequest
from portico.agencies.roles import May
from portico.backoffice.forms.talk import MessageForm
from portico.backoffice.reading.application import Presented
from portico.backoffice.reading.talk import read_messages
from portico.kit.pages import bound
from portico.pipeline.models import MessageLook, Submission


def with_talk(request: DeskRequest, presented: list[Presented]) -> list[Presented]:
    """The submissions with their messages and the form to write one."""
    messages = read_messages([one.pk for one in presented], request.member)
    for one in presented:
        one.messages = messages[one.pk]
        one.message_form = bound(request, MessageForm, key=one.pk)
    if request.member.may(May.WORK_DESK):
        unread = [one.pk for one in presented if any(said.unread for said in one.messages)]
        for submission in Submission.objects.visible_to(request.member).filter(pk__in=unread):
            MessageLook.note(submission, request.member)
    return presented
