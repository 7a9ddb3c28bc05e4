"""What the worker does about accounts and profiles: mails of registrations, notices on credentials."""

from django.tasks import task

from portico.access.mail_budget import may_mail
from portico.candidates import registering
from portico.candidates.credentials import send_notices
from portico.candidates.registering import Registration


@task(queue_name="mail", priority=50)
def mail_registration(row_id: int) -> None:
    """Mail the link to somebody who wants an account."""
    row = Registration.objects.select_related("agency").filter(pk=row_id, used=None).first()
    if row is not None and may_mail(row.agency_id, row.email):
        registering.mail_registration(row)


@task()
def notice_credentials() -> None:
    """Tell candidates, then recruiters, which credentials run out; and forget registrations nobody proved."""
    send_notices()
    registering.forget_registrations()
