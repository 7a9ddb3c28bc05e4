"""Who may come where, one line for each address: the policy. tests/test_access.py holds it against the code."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from portico.access.links import issue
from portico.access.models import AccessLink, Purpose, RememberedBrowser
from portico.agencies.models import StaffRole
from portico.kit.times import now
from portico.messaging.models import Email
from portico.pipeline.submissions import SubmissionDocument
from portico.records.longtasks import keep_refused, keep_result
from portico.records.models import LongTask
from tests.world import Acme

ACCESS = {
    "access:root": "everybody",
    "access:sign_in": "everybody",
    "access:sign_in_sent": "everybody",
    "access:sign_out": "everybody",
    "access:switch": "members",
    "access:open": "everybody",
    "access:link": "everybody",
    "access:link_again": "everybody",
    "access:join": "everybody",
    "access:password_set": "everybody",
    "access:password_forgot": "everybody",
    "access:account": "members",
    "access:account_name": "members",
    "access:account_password": "members",
    "access:account_email": "members",
    "access:account_sign_out_everywhere": "members",
    "access:browser_forget": "members",
    "access:logo": "everybody",
    "access:brand": "everybody",
    "backoffice:start": "desk",
    "backoffice:search": "desk",
    "backoffice:organization_list": "desk",
    "backoffice:organization_names": "desk",
    "backoffice:organization_add": "workers",
    "backoffice:organization": "desk",
    "backoffice:organization_edit": "workers",
    "backoffice:organization_archive": "workers",
    "backoffice:organization_restore": "workers",
    "backoffice:organization_delete": "managers",
    "backoffice:contact_list": "desk",
    "backoffice:contact_names": "desk",
    "backoffice:contact_add": "workers",
    "backoffice:contact": "desk",
    "backoffice:contact_edit": "workers",
    "backoffice:contact_archive": "workers",
    "backoffice:contact_restore": "workers",
    "backoffice:contact_delete": "managers",
    "backoffice:contact_link": "workers",
    "backoffice:contact_unlink": "workers",
    "backoffice:contact_invite": "workers",
    "backoffice:contact_scope": "workers",
    "backoffice:contact_resend": "workers",
    "backoffice:contact_revoke": "workers",
    "backoffice:contact_restore_access": "workers",
    "backoffice:link_end": "workers",
    "backoffice:browser_end": "workers",
    "backoffice:candidate_list": "desk",
    "backoffice:candidate_names": "desk",
    "backoffice:candidate_add": "workers",
    "backoffice:candidate": "desk",
    "backoffice:candidate_edit": "workers",
    "backoffice:candidate_archive": "workers",
    "backoffice:candidate_restore": "workers",
    "backoffice:candidate_delete": "managers",
    "backoffice:candidate_add_to_job": "workers",
    "backoffice:candidate_invite": "workers",
    "backoffice:candidate_resend": "workers",
    "backoffice:candidate_revoke": "workers",
    "backoffice:portal_list": "desk",
    "backoffice:portal": "desk",
    "backoffice:portal_switch": "workers",
    "backoffice:job_list": "desk",
    "backoffice:job_names": "desk",
    "backoffice:job_add": "workers",
    "backoffice:job": "desk",
    "backoffice:job_edit": "workers",
    "backoffice:job_open": "workers",
    "backoffice:job_hold": "workers",
    "backoffice:job_close": "workers",
    "backoffice:job_archive": "workers",
    "backoffice:job_restore": "workers",
    "backoffice:job_delete": "managers",
    "backoffice:application_add": "workers",
    "backoffice:applications_change": "workers",
    "backoffice:job_submit": "workers",
    "backoffice:job_share": "workers",
    "backoffice:application": "desk",
    "backoffice:application_move": "workers",
    "backoffice:application_undo": "workers",
    "backoffice:application_reject": "workers",
    "backoffice:application_withdraw": "workers",
    "backoffice:application_reopen": "workers",
    "backoffice:application_place": "workers",
    "backoffice:share": "desk",
    "backoffice:share_candidates": "workers",
    "backoffice:share_summaries": "workers",
    "backoffice:share_publish": "workers",
    "backoffice:share_pause": "workers",
    "backoffice:share_resume": "workers",
    "backoffice:share_end": "workers",
    "backoffice:share_notify": "workers",
    "backoffice:submission_edit": "workers",
    "backoffice:submission_withdraw": "workers",
    "backoffice:submission_note": "workers",
    "backoffice:import_list": "importers",
    "backoffice:import_add": "importers",
    "backoffice:import": "importers",
    "backoffice:import_columns": "importers",
    "backoffice:import_sheet": "importers",
    "backoffice:import_preview": "importers",
    "backoffice:import_begin": "importers",
    "backoffice:import_cancel": "importers",
    "backoffice:import_again": "importers",
    "backoffice:import_refused": "importers",
    "backoffice:import_summary": "importers",
    "backoffice:stage_list": "desk",
    "backoffice:stage_add": "managers",
    "backoffice:stage_edit": "managers",
    "backoffice:stage_up": "managers",
    "backoffice:stage_down": "managers",
    "backoffice:stage_archive": "managers",
    "backoffice:stage_restore": "managers",
    "backoffice:settings": "desk",
    "backoffice:settings_agency": "managers",
    "backoffice:settings_logo": "managers",
    "backoffice:settings_logo_remove": "managers",
    "backoffice:settings_test_mail": "managers",
    "backoffice:member_list": "managers",
    "backoffice:member_invite": "managers",
    "backoffice:member": "managers",
    "backoffice:member_role": "managers",
    "backoffice:member_deactivate": "managers",
    "backoffice:member_hand_over": "managers",
    "backoffice:member_reactivate": "managers",
    "backoffice:member_resend": "managers",
    "backoffice:member_withdraw": "managers",
    "backoffice:member_sign_out": "managers",
    "backoffice:member_link_end": "managers",
    "backoffice:member_browser_end": "managers",
    "backoffice:role_list": "desk",
    "backoffice:role_add": "managers",
    "backoffice:role_edit": "managers",
    "backoffice:role_delete": "managers",
    "backoffice:mail_list": "managers",
    "backoffice:mail": "managers",
    "backoffice:mail_retry": "managers",
    "backoffice:merge": "importers",
    "backoffice:note_add": "workers",
    "backoffice:note_delete": "workers",
    "backoffice:document_add": "workers",
    "backoffice:document": "desk",
    "backoffice:document_file": "desk",
    "backoffice:document_page": "desk",
    "backoffice:document_archive": "workers",
    "client_portal:start": "clients",
    "client_portal:job": "clients",
    "client_portal:submission": "clients",
    "client_portal:submission_approve": "judges",
    "client_portal:submission_keep_in_view": "judges",
    "client_portal:submission_decline": "judges",
    "client_portal:submission_remark": "judges",
    "client_portal:submission_move": "judges",
    "client_portal:submission_undo_answer": "judges",
    "client_portal:submission_undo_move": "judges",
    "client_portal:document": "clients",
    "client_portal:sheet": "clients",
    "client_portal:preview_start": "workers",
    "client_portal:preview_job": "workers",
    "client_portal:preview_submission": "workers",
    "client_portal:preview_sheet": "workers",
    "candidate_portal:start": "candidates",
    "candidate_portal:document_add": "candidates",
    "candidate_portal:document": "candidates",
    "candidate_portal:document_file": "candidates",
    "candidate_portal:document_sheet": "candidates",
}


def link(world: Acme) -> AccessLink:
    """A link sent to Maya."""
    return AccessLink.objects.filter(member=world.maya).first() or issue(world.maya, Purpose.LASTING)[0]


def browser(world: Acme) -> RememberedBrowser:
    """A browser remembered for Maya."""
    made = RememberedBrowser.objects.get_or_create(
        agency=world.agency, user=world.maya.user, defaults={"secret_hash": "x", "expires": now() + timedelta(days=1)}
    )
    return made[0]


def role(world: Acme) -> StaffRole:
    """A role the agency made."""
    return StaffRole.objects.get_or_create(agency=world.agency, name="Researcher")[0]


def email(world: Acme) -> Email:
    """A mail in the outbox."""
    made = Email.objects.get_or_create(
        agency=world.agency,
        message_id=f"<{world.agency.pk}@test>",
        defaults={"to": "a@example.com", "sender_email": "b@example.com", "subject": "Hello", "text": "Hello"},
    )
    return made[0]


def task(world: Acme) -> LongTask:
    """An import that is over, with its files."""
    found, new = LongTask.objects.get_or_create(
        agency=world.agency, owner=world.recruiter, task_kind="import", title="Candidates", status=LongTask.Status.DONE
    )
    if new:
        keep_refused(found, ContentFile(b"Name,Why"))
        keep_result(found, ContentFile(b"What,How many"))
    return found


def shown(world: Acme) -> int:
    """A document that a client may read."""
    return SubmissionDocument.objects.get(submission=world.submission).pk


type Number = Callable[[Acme], int]

ROWS: dict[str, Number] = {
    # the address up to the row's number → the row of the world it is tried with
    "desk/organizations/": lambda w: w.northwind.pk,
    "desk/contacts/": lambda w: w.maya_contact.pk,
    "desk/candidates/": lambda w: w.dario.pk,
    "desk/portals/": lambda w: w.share.portal_id,
    "desk/jobs/": lambda w: w.job.pk,
    "desk/applications/": lambda w: w.application.pk,
    "desk/shares/": lambda w: w.share.pk,
    "desk/submissions/": lambda w: w.submission.pk,
    "desk/documents/": lambda w: w.resume.pk,
    "desk/notes/": lambda w: w.note.pk,
    "desk/links/": lambda w: link(w).pk,
    "desk/browsers/": lambda w: browser(w).pk,
    "desk/imports/": lambda w: task(w).pk,
    "desk/settings/stages/": lambda w: w.stage("screening").pk,
    "desk/settings/members/": lambda w: w.finance.pk,
    "desk/settings/roles/": lambda w: role(w).pk,
    "desk/settings/mail/": lambda w: email(w).pk,
    "client/jobs/": lambda w: w.share.pk,
    "client/submissions/": lambda w: w.submission.pk,
    "client/documents/": shown,
    "client/preview/": lambda w: w.maya.pk,
    "client/preview/1/jobs/": lambda w: w.share.pk,
    "client/preview/1/submissions/": lambda w: w.submission.pk,
    "client/preview/1/documents/": shown,
    "me/documents/": lambda w: w.resume.pk,
    "account/browsers/": lambda w: browser(w).pk,
    "desk/settings/members/1/links/": lambda w: link(w).pk,
    "desk/settings/members/1/browsers/": lambda w: browser(w).pk,
}
FIXED: dict[str, Any] = {"slug": "candidates", "token": "x" * 43, "print": "000000000000", "number": 1, "n": 1}
