"""Mails that still wait follow the record they are about into the record it is merged with."""

from django.db import models

from portico.messaging.models import Email
from portico.records.subjects import kind_of


def move_mails(from_row: models.Model, to_row: models.Model) -> None:
    """What is sent later stands on the kept record's timeline. (Sent mails moved along as events.)"""
    before, after = [kind_of(from_row), from_row.pk], [kind_of(to_row), to_row.pk]
    for email in Email.objects.filter(agency=from_row.agency_id).waiting().select_for_update():  # type: ignore[attr-defined]
        if before in [*email.about, email.reaches]:
            email.about = [after if one == before else one for one in email.about]
            email.reaches = after if email.reaches == before else email.reaches
            email.save(update_fields=["about", "reaches"])
