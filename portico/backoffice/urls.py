"""Every page of this surface: the table of contents."""

from django.urls import URLPattern, URLResolver, path

from portico.backoffice.audit_urls import audit_pages
from portico.backoffice.careers_urls import careers_pages
from portico.backoffice.privacy_urls import privacy_pages
from portico.backoffice.profile_urls import profile_pages
from portico.backoffice.update_urls import update_pages
from portico.backoffice.views import (
    application_forms,
    applications,
    bulk,
    candidates,
    contacts,
    documents,
    finding,
    following,
    imports,
    interviews,
    job_changes,
    job_deeds,
    jobs,
    mail,
    members,
    merging,
    notes,
    offers,
    organizations,
    pipeline,
    portal_access,
    portal_people,
    portal_settings,
    portals,
    provider,
    rejections,
    requisition_deeds,
    requisitions,
    roles,
    settings,
    shares,
    sharing,
    showing,
    stages,
    start,
    suggesting,
    talk,
    two_step,
    unreachable,
)
from portico.kit.quick_urls import ByFirstWord

app_name = "backoffice"

records = [
    path("<str:slug>/<id:pk>/merge/", merging.merge, name="merge"),
    path("<str:slug>/<id:pk>/notes/", notes.note_add, name="note_add"),
    path("notes/<id:pk>/delete/", notes.note_delete, name="note_delete"),
    path("<str:slug>/<id:pk>/documents/", documents.document_add, name="document_add"),
    path("documents/<id:pk>/", documents.document, name="document"),
    path("documents/<id:pk>/file/", documents.document_file, name="document_file"),
    path("documents/<id:pk>/pages/<id:number>/", documents.document_page, name="document_page"),
    path("documents/<id:pk>/archive/", documents.document_archive, name="document_archive"),
]

organization_pages = [
    path("organizations/", organizations.organization_list, name="organization_list"),
    path("members/names/", members.owner_names, name="owner_names"),
    path("organizations/names/", organizations.organization_names, name="organization_names"),
    path("organizations/add/", organizations.organization_add, name="organization_add"),
    path("organizations/<id:pk>/", organizations.organization, name="organization"),
    path("organizations/<id:pk>/edit/", organizations.organization_edit, name="organization_edit"),
    path("organizations/<id:pk>/archive/", organizations.organization_archive, name="organization_archive"),
    path("organizations/<id:pk>/restore/", organizations.organization_restore, name="organization_restore"),
    path("organizations/<id:pk>/delete/", organizations.organization_delete, name="organization_delete"),
]

contact_pages = [
    path("contacts/", contacts.contact_list, name="contact_list"),
    path("contacts/names/", contacts.contact_names, name="contact_names"),
    path("contacts/add/", contacts.contact_add, name="contact_add"),
    path("contacts/<id:pk>/", contacts.contact, name="contact"),
    path("contacts/<id:pk>/edit/", contacts.contact_edit, name="contact_edit"),
    path("contacts/<id:pk>/archive/", contacts.contact_archive, name="contact_archive"),
    path("contacts/<id:pk>/restore/", contacts.contact_restore, name="contact_restore"),
    path("contacts/<id:pk>/delete/", contacts.contact_delete, name="contact_delete"),
    path("contacts/<id:pk>/link/", contacts.contact_link, name="contact_link"),
    path("contacts/<id:pk>/unlink/", contacts.contact_unlink, name="contact_unlink"),
    path("contacts/<id:pk>/invite/", portal_access.contact_invite, name="contact_invite"),
    path("contacts/<id:pk>/scope/", portal_access.contact_scope, name="contact_scope"),
    path("contacts/<id:pk>/resend/", portal_access.contact_resend, name="contact_resend"),
    path("contacts/<id:pk>/revoke/", portal_access.contact_revoke, name="contact_revoke"),
    path("contacts/<id:pk>/restore-access/", portal_access.contact_restore_access, name="contact_restore_access"),
    path("links/<id:pk>/end/", portal_access.link_end, name="link_end"),
    path("browsers/<id:pk>/end/", portal_access.browser_end, name="browser_end"),
]

candidate_pages = [
    path("candidates/", finding.candidate_list, name="candidate_list"),
    path("candidates/bulk/", bulk.candidates_bulk, name="candidates_bulk"),
    path("candidates/bulk/<id:pk>/", bulk.bulk_task, name="bulk_task"),
    path("candidates/bulk/<id:pk>/stop/", bulk.bulk_stop, name="bulk_stop"),
    path("candidates/bulk/<id:pk>/left-out/", bulk.bulk_left_out, name="bulk_left_out"),
    path("candidates/<id:pk>/tags/", bulk.candidate_tag, name="candidate_tag"),
    path("candidates/<id:pk>/tags/<id:number>/remove/", bulk.candidate_untag, name="candidate_untag"),
    path("candidates/searches/save/", finding.search_save, name="search_save"),
    path("candidates/searches/<id:pk>/drop/", finding.search_drop, name="search_drop"),
    path("candidates/names/", candidates.candidate_names, name="candidate_names"),
    path("candidates/add/", candidates.candidate_add, name="candidate_add"),
    path("candidates/<id:pk>/", candidates.candidate, name="candidate"),
    path("candidates/<id:pk>/edit/", candidates.candidate_edit, name="candidate_edit"),
    path("candidates/<id:pk>/archive/", candidates.candidate_archive, name="candidate_archive"),
    path("candidates/<id:pk>/restore/", candidates.candidate_restore, name="candidate_restore"),
    path("candidates/<id:pk>/delete/", candidates.candidate_delete, name="candidate_delete"),
    path("candidates/<id:pk>/jobs/", candidates.candidate_add_to_job, name="candidate_add_to_job"),
    path("candidates/<id:pk>/invite/", portal_access.candidate_invite, name="candidate_invite"),
    path("candidates/<id:pk>/resend/", portal_access.candidate_resend, name="candidate_resend"),
    path("candidates/<id:pk>/revoke/", portal_access.candidate_revoke, name="candidate_revoke"),
]

interview_pages = [
    path("interviews/", interviews.interview_list, name="interview_list"),
    path("interviews/<id:pk>/", interviews.interview, name="interview"),
    path("interviews/<id:pk>/release/", interviews.interview_release, name="interview_release"),
    path("interviews/<id:pk>/offer/", interviews.interview_offer, name="interview_offer"),
    path("interviews/<id:pk>/set-time/", interviews.interview_set_time, name="interview_set_time"),
    path("interviews/<id:pk>/confirm/", interviews.interview_confirm, name="interview_confirm"),
    path("interviews/<id:pk>/again/", interviews.interview_again, name="interview_again"),
    path("interviews/<id:pk>/cancel/", interviews.interview_cancel, name="interview_cancel"),
    path("interviews/<id:pk>/no-show/", interviews.interview_no_show, name="interview_no_show"),
    path("interviews/<id:pk>/held/", interviews.interview_held, name="interview_held"),
    path("interviews/<id:pk>/change/", interviews.interview_change, name="interview_change"),
    path("applications/<id:pk>/interview/", interviews.interview_add, name="interview_add"),
]

portal_pages = [
    path("portals/", portals.portal_list, name="portal_list"),
    path("portals/add/", portals.portal_open, name="portal_open"),
    path("portals/<id:pk>/", portals.portal, name="portal"),
    path("portals/<id:pk>/candidates/", portals.portal_candidates, name="portal_candidates"),
    path("portals/<id:pk>/users/", portals.portal_users, name="portal_users"),
    path("portals/<id:pk>/jobs/add/", portals.portal_job_add, name="portal_job_add"),
    path("portals/<id:pk>/customize/", portal_settings.portal_customize, name="portal_customize"),
    path("portals/<id:pk>/customize/switch/", portal_settings.portal_custom, name="portal_custom"),
    path("portals/<id:pk>/customize/reset/", portal_settings.portal_reset, name="portal_reset"),
    path("portals/<id:pk>/switch/", portals.portal_switch, name="portal_switch"),
]

people_pages = [
    path("portals/<id:pk>/invite/", portal_people.portal_invite, name="portal_invite"),
    path("portal-users/<id:pk>/", portal_people.portal_user, name="portal_user"),
    path("portal-users/<id:pk>/feedback/", portal_people.portal_user_feedback, name="portal_user_feedback"),
    path("portal-users/<id:pk>/links/", portal_people.portal_user_links, name="portal_user_links"),
    path("portal-users/<id:pk>/history/", portal_people.portal_user_history, name="portal_user_history"),
    path("portal-users/<id:pk>/scope/", portal_people.portal_user_scope, name="portal_user_scope"),
    path("portal-users/<id:pk>/suspend/", portal_people.portal_user_suspend, name="portal_user_suspend"),
    path("portal-users/<id:pk>/reactivate/", portal_people.portal_user_reactivate, name="portal_user_reactivate"),
    path("portal-users/<id:pk>/resend/", portal_people.portal_user_resend, name="portal_user_resend"),
    path("portal-users/<id:pk>/revoke/", portal_people.portal_user_revoke, name="portal_user_revoke"),
    path("portal-users/<id:pk>/links/<id:link>/end/", portal_people.portal_user_link_end, name="portal_user_link_end"),
    path(
        "portal-users/<id:pk>/guests/<id:link>/end/", portal_people.portal_user_guest_end, name="portal_user_guest_end"
    ),
    path(
        "portal-users/<id:pk>/sessions/<id:session>/end/",
        portal_people.portal_user_session_end,
        name="portal_user_session_end",
    ),
    path(
        "portal-users/<id:pk>/browsers/<id:browser>/end/",
        portal_people.portal_user_browser_end,
        name="portal_user_browser_end",
    ),
    path("colleagues/<id:pk>/", portal_people.colleague_request, name="colleague_request"),
    path("colleagues/<id:pk>/approve/", portal_people.colleague_approve, name="colleague_approve"),
    path("colleagues/<id:pk>/decline/", portal_people.colleague_decline, name="colleague_decline"),
]

job_pages = [
    path("jobs/", jobs.job_list, name="job_list"),
    path("jobs/names/", jobs.job_names, name="job_names"),
    path("jobs/add/", jobs.job_add, name="job_add"),
    path("jobs/<id:pk>/", jobs.job, name="job"),
    path("jobs/<id:pk>/edit/", jobs.job_edit, name="job_edit"),
    path("jobs/<id:pk>/open/", job_deeds.job_open, name="job_open"),
    path("jobs/<id:pk>/hold/", job_deeds.job_hold, name="job_hold"),
    path("jobs/<id:pk>/close/", job_deeds.job_close, name="job_close"),
    path("jobs/<id:pk>/archive/", job_deeds.job_archive, name="job_archive"),
    path("jobs/<id:pk>/restore/", job_deeds.job_restore, name="job_restore"),
    path("jobs/<id:pk>/delete/", job_deeds.job_delete, name="job_delete"),
    path("jobs/<id:pk>/candidates/", pipeline.application_add, name="application_add"),
    path("jobs/<id:pk>/applications/", pipeline.applications_change, name="applications_change"),
    path("jobs/<id:pk>/find/", suggesting.job_find, name="job_find"),
    path("jobs/<id:pk>/find/add/", suggesting.job_find_add, name="job_find_add"),
    path("jobs/<id:pk>/find/log/", suggesting.job_find_log, name="job_find_log"),
    path("jobs/<id:pk>/submit/", sharing.job_submit, name="job_submit"),
    path("jobs/<id:pk>/share/", sharing.job_share, name="job_share"),
]

application_pages = [
    path("applications/<id:pk>/", applications.application, name="application"),
    path("applications/<id:pk>/move/", applications.application_move, name="application_move"),
    path("applications/<id:pk>/undo/", applications.application_undo, name="application_undo"),
    path("applications/<id:pk>/reject/", applications.application_reject, name="application_reject"),
    path("applications/<id:pk>/withdraw/", applications.application_withdraw, name="application_withdraw"),
    path("applications/<id:pk>/reopen/", applications.application_reopen, name="application_reopen"),
    path("applications/<id:pk>/place/", applications.application_place, name="application_place"),
]

following_pages = [
    path("applications/<id:pk>/shown/", following.application_shown, name="application_shown"),
    path("applications/<id:pk>/take-back/", following.application_unreject, name="application_unreject"),
    path("applications/<id:pk>/offer/", offers.offer_add, name="offer_add"),
    path("offers/<id:pk>/", offers.offer_edit, name="offer_edit"),
    path("offers/<id:pk>/send/", offers.offer_send, name="offer_send"),
    path("offers/<id:pk>/withdraw/", offers.offer_withdraw, name="offer_withdraw"),
    path("rejection-letters/<id:pk>/send/", following.rejection_send, name="rejection_send"),
    path("candidates/<id:pk>/message/", following.candidate_message, name="candidate_message"),
    path("candidates/<id:pk>/read/", following.candidate_read, name="candidate_read"),
    path("settings/rejections/", rejections.rejection_settings, name="rejection_settings"),
    path("settings/rejections/add/", rejections.rejection_text_add, name="rejection_text_add"),
    path("settings/rejections/<id:pk>/", rejections.rejection_text_edit, name="rejection_text_edit"),
    path("settings/rejections/<id:pk>/drop/", rejections.rejection_text_drop, name="rejection_text_drop"),
]

application_form_pages = [
    path("jobs/<id:pk>/application-form/", application_forms.application_form, name="application_form"),
    path(
        "jobs/<id:pk>/application-form/change/",
        application_forms.application_form_change,
        name="application_form_change",
    ),
    path(
        "jobs/<id:pk>/application-form/usual/", application_forms.application_form_usual, name="application_form_usual"
    ),
    path("jobs/<id:pk>/questions/add/", application_forms.question_add, name="question_add"),
    path("questions/<id:pk>/", application_forms.question_edit, name="question_edit"),
    path("questions/<id:pk>/up/", application_forms.question_up, name="question_up"),
    path("questions/<id:pk>/down/", application_forms.question_down, name="question_down"),
    path("questions/<id:pk>/archive/", application_forms.question_archive, name="question_archive"),
    path("questions/<id:pk>/restore/", application_forms.question_restore, name="question_restore"),
    path("settings/applications/", application_forms.settings_applications, name="settings_applications"),
]

share_pages = [
    path("shares/<id:pk>/", shares.share, name="share"),
    path("shares/<id:pk>/candidates/", sharing.share_candidates, name="share_candidates"),
    path("shares/<id:pk>/summaries/", sharing.share_summaries, name="share_summaries"),
    path("shares/<id:pk>/publish/", sharing.share_publish, name="share_publish"),
    path("shares/<id:pk>/pause/", shares.share_pause, name="share_pause"),
    path("shares/<id:pk>/resume/", shares.share_resume, name="share_resume"),
    path("shares/<id:pk>/end/", shares.share_end, name="share_end"),
    path("shares/<id:pk>/notify/", shares.share_notify, name="share_notify"),
    path("submissions/<id:pk>/", shares.submission_edit, name="submission_edit"),
    path("submissions/<id:pk>/withdraw/", shares.submission_withdraw, name="submission_withdraw"),
    path("shares/<id:pk>/decider/", talk.share_decider, name="share_decider"),
    path("submissions/<id:pk>/message/", talk.submission_message, name="submission_message"),
    path("guest-links/<id:pk>/end/", talk.guest_link_end, name="guest_link_end"),
    path("submissions/<id:pk>/reveal/", showing.submission_reveal, name="submission_reveal"),
    path("submissions/<id:pk>/not-revealed/", showing.submission_not_revealed, name="submission_not_revealed"),
    path("submissions/<id:pk>/override/", showing.submission_override, name="submission_override"),
    path("submissions/<id:pk>/notify/", showing.submission_notify, name="submission_notify"),
    path("submissions/<id:pk>/document/", showing.submission_document, name="submission_document"),
    path("applications/<id:pk>/show/", showing.application_show, name="application_show"),
    path("applications/<id:pk>/permission/", showing.application_permission, name="application_permission"),
    path("permissions/<id:pk>/remind/", showing.permission_remind, name="permission_remind"),
    path("submissions/<id:pk>/note/", applications.submission_note, name="submission_note"),
]

stage_pages = [
    path("settings/stages/", stages.stage_list, name="stage_list"),
    path("settings/stages/add/", stages.stage_add, name="stage_add"),
    path("settings/stages/<id:pk>/", stages.stage_edit, name="stage_edit"),
    path("settings/stages/<id:pk>/up/", stages.stage_up, name="stage_up"),
    path("settings/stages/<id:pk>/down/", stages.stage_down, name="stage_down"),
    path("settings/stages/<id:pk>/archive/", stages.stage_archive, name="stage_archive"),
    path("settings/stages/<id:pk>/restore/", stages.stage_restore, name="stage_restore"),
]

import_pages = [
    path("imports/", imports.import_list, name="import_list"),
    path("imports/add/", imports.import_add, name="import_add"),
    path("imports/<id:pk>/", imports.one_import, name="import"),
    path("imports/<id:pk>/columns/", imports.import_columns, name="import_columns"),
    path("imports/<id:pk>/sheet/", imports.import_sheet, name="import_sheet"),
    path("imports/<id:pk>/preview/", imports.import_preview, name="import_preview"),
    path("imports/<id:pk>/begin/", imports.import_begin, name="import_begin"),
    path("imports/<id:pk>/cancel/", imports.import_cancel, name="import_cancel"),
    path("imports/<id:pk>/again/", imports.import_again, name="import_again"),
    path("imports/<id:pk>/refused/", imports.import_refused, name="import_refused"),
    path("imports/<id:pk>/summary/", imports.import_summary, name="import_summary"),
]

settings_pages = [
    path("settings/", settings.settings, name="settings"),
    path("settings/agency/", settings.settings_agency, name="settings_agency"),
    path("settings/agency/logo/", settings.settings_logo, name="settings_logo"),
    path("settings/agency/logo/remove/", settings.settings_logo_remove, name="settings_logo_remove"),
    path("settings/agency/test-mail/", settings.settings_test_mail, name="settings_test_mail"),
    path("settings/portals/", portal_settings.settings_portals, name="settings_portals"),
    path("settings/portals/reset/", portal_settings.settings_portals_reset, name="settings_portals_reset"),
    path("settings/company-sign-in/", provider.settings_provider, name="settings_provider"),
    path("settings/company-sign-in/remove/", provider.settings_provider_remove, name="settings_provider_remove"),
    path("settings/company-sign-in/untie/", provider.settings_provider_untie, name="settings_provider_untie"),
    path("settings/two-step/", two_step.settings_two_step, name="settings_two_step"),
    path("settings/members/", members.member_list, name="member_list"),
    path("settings/members/invite/", members.member_invite, name="member_invite"),
    path("settings/members/<id:pk>/", members.member, name="member"),
    path("settings/members/<id:pk>/role/", members.member_role, name="member_role"),
    path("settings/members/<id:pk>/deactivate/", members.member_deactivate, name="member_deactivate"),
    path("settings/members/<id:pk>/hand-over/", members.member_hand_over, name="member_hand_over"),
    path("settings/members/<id:pk>/reactivate/", members.member_reactivate, name="member_reactivate"),
    path("settings/members/<id:pk>/resend/", members.member_resend, name="member_resend"),
    path("settings/members/<id:pk>/withdraw/", members.member_withdraw, name="member_withdraw"),
    path("settings/members/<id:pk>/sign-out/", members.member_sign_out, name="member_sign_out"),
    path(
        "settings/members/<id:pk>/second-step/",
        members.member_second_step_reset,
        name="member_second_step_reset",
    ),
    path("settings/members/<id:pk>/links/<id:link>/end/", members.member_link_end, name="member_link_end"),
    path("settings/members/<id:pk>/browsers/<id:browser>/end/", members.member_browser_end, name="member_browser_end"),
    path("settings/roles/", roles.role_list, name="role_list"),
    path("settings/roles/add/", roles.role_add, name="role_add"),
    path("settings/roles/<id:pk>/", roles.role_edit, name="role_edit"),
    path("settings/roles/<id:pk>/delete/", roles.role_delete, name="role_delete"),
    path("unreachable/", unreachable.unreachable_list, name="unreachable_list"),
    path("unreachable/<id:pk>/works/", unreachable.unreachable_works, name="unreachable_works"),
    path("settings/mail/", mail.mail_list, name="mail_list"),
    path("settings/mail/<id:pk>/", mail.mail, name="mail"),
    path("settings/mail/<id:pk>/retry/", mail.mail_retry, name="mail_retry"),
]

requisition_pages = [
    path("requisitions/", requisitions.requisition_list, name="requisition_list"),
    path("requisitions/<id:pk>/", requisitions.requisition, name="requisition"),
    path("requisitions/<id:pk>/take-up/", requisition_deeds.requisition_take_up, name="requisition_take_up"),
    path("requisitions/<id:pk>/approve/", requisition_deeds.requisition_approve, name="requisition_approve"),
    path("requisitions/<id:pk>/changes/", requisition_deeds.requisition_ask_changes, name="requisition_ask_changes"),
    path("requisitions/<id:pk>/decline/", requisition_deeds.requisition_decline, name="requisition_decline"),
    path("requisitions/<id:pk>/hold/", requisition_deeds.requisition_hold, name="requisition_hold"),
    path("requisitions/<id:pk>/resume/", requisition_deeds.requisition_resume, name="requisition_resume"),
    path("requisitions/<id:pk>/remark/", requisition_deeds.requisition_remark, name="requisition_remark"),
    path("job-changes/", job_changes.job_change_list, name="job_change_list"),
    path("job-changes/<id:pk>/", job_changes.job_change, name="job_change"),
    path("job-changes/<id:pk>/decide/", job_changes.job_change_decide, name="job_change_decide"),
]

pages: list[URLPattern | URLResolver] = [
    path("", start.start, name="start"),
    path("search/", start.search, name="search"),
    *organization_pages,
    *contact_pages,
    *candidate_pages,
    *profile_pages,
    *portal_pages,
    *people_pages,
    *job_pages,
    *requisition_pages,
    *application_pages,
    *application_form_pages,
    *careers_pages,
    *audit_pages,
    *update_pages,
    *following_pages,
    *interview_pages,
    *share_pages,
    *import_pages,
    *stage_pages,
    *settings_pages,
    *privacy_pages,
    *records,
]
urlpatterns = [ByFirstWord(pages)]
