"""Every page of this surface."""

from django.urls import path

from portico.client_portal.views import (
    deeds,
    documents,
    guests,
    interviews,
    introductions,
    job_changes,
    pages,
    people,
    preview,
    profile,
    requisition_deeds,
    requisitions,
    talk,
)

app_name = "client_portal"

requisition_pages = [
    path("requisitions/", requisitions.requisition_list, name="requisition_list"),
    path("requisitions/add/", requisitions.requisition_add, name="requisition_add"),
    path("requisitions/<id:pk>/", requisitions.requisition, name="requisition"),
    path("requisitions/<id:pk>/edit/", requisitions.requisition_edit, name="requisition_edit"),
    path("requisitions/<id:pk>/submit/", requisition_deeds.requisition_submit, name="requisition_submit"),
    path("requisitions/<id:pk>/withdraw/", requisition_deeds.requisition_withdraw, name="requisition_withdraw"),
    path("requisitions/<id:pk>/clone/", requisition_deeds.requisition_clone, name="requisition_clone"),
    path("requisitions/<id:pk>/remark/", requisition_deeds.requisition_remark, name="requisition_remark"),
    path("requisitions/<id:pk>/files/", requisition_deeds.requisition_file_add, name="requisition_file_add"),
    path("requisitions/<id:pk>/files/<id:document>/", requisition_deeds.requisition_file, name="requisition_file"),
    path(
        "requisitions/<id:pk>/files/<id:document>/remove/",
        requisition_deeds.requisition_file_remove,
        name="requisition_file_remove",
    ),
    path("jobs/<id:pk>/changes/", job_changes.job_change_add, name="job_change_add"),
    path("changes/<id:pk>/withdraw/", job_changes.job_change_withdraw, name="job_change_withdraw"),
]

interview_pages = [
    path("interviews/", interviews.interview_list, name="interview_list"),
    path("interviews/<id:pk>/", interviews.interview, name="interview"),
    path("interviews/<id:pk>/offer/", interviews.interview_offer, name="interview_offer"),
    path("interviews/<id:pk>/pick/", interviews.interview_pick, name="interview_pick"),
    path("interviews/<id:pk>/again/", interviews.interview_again, name="interview_again"),
    path("interviews/<id:pk>/cancel/", interviews.interview_cancel, name="interview_cancel"),
    path("interviews/<id:pk>/no-show/", interviews.interview_no_show, name="interview_no_show"),
    path("interviews/<id:pk>/people/", interviews.interview_people, name="interview_people"),
    path("interviews/<id:pk>/judge/", interviews.interview_judge, name="interview_judge"),
    path("submissions/<id:pk>/interview/", interviews.interview_add, name="interview_add"),
    path("preview/<id:member_pk>/interviews/", preview.preview_interview_list, name="preview_interview_list"),
]

guest_pages = [
    path("guest/", guests.guest, name="guest"),
    path("guest/remark/", guests.guest_remark, name="guest_remark"),
    path("guest/documents/<id:pk>/pages/<id:n>/", guests.guest_sheet, name="guest_sheet"),
    path("guest/profiles/<id:pk>/pages/<id:n>/", guests.guest_profile_sheet, name="guest_profile_sheet"),
    path("guest/<str:token>/", guests.guest_link, name="guest_link"),
    path("guest-links/<id:pk>/end/", talk.guest_end, name="guest_end"),
]

people_pages = [
    path("people/", people.people, name="people"),
    path("people/invite/", people.colleague_invite, name="colleague_invite"),
    path("people/<id:pk>/deactivate/", people.colleague_deactivate, name="colleague_deactivate"),
]

urlpatterns = [
    path("", pages.start, name="start"),
    path("jobs/", pages.jobs, name="jobs"),
    path("jobs/<id:pk>/", pages.job, name="job"),
    path("jobs/<id:pk>/compare/", pages.compare, name="compare"),
    path("profile/", profile.profile, name="profile_page"),
    path("profile/details/", profile.profile_details, name="profile_details"),
    path("profile/choices/", profile.profile_choices, name="profile_choices"),
    path("submissions/<id:pk>/", pages.submission, name="submission"),
    path("submissions/<id:pk>/approve/", deeds.submission_approve, name="submission_approve"),
    path("submissions/<id:pk>/keep-in-view/", deeds.submission_keep_in_view, name="submission_keep_in_view"),
    path("submissions/<id:pk>/decline/", deeds.submission_decline, name="submission_decline"),
    path("submissions/<id:pk>/remark/", deeds.submission_remark, name="submission_remark"),
    path("submissions/<id:pk>/move/", deeds.submission_move, name="submission_move"),
    path("submissions/<id:pk>/undo-answer/", deeds.submission_undo_answer, name="submission_undo_answer"),
    path("submissions/<id:pk>/undo-move/", deeds.submission_undo_move, name="submission_undo_move"),
    path("submissions/<id:pk>/message/", talk.submission_message, name="submission_message"),
    path("submissions/<id:pk>/forward/", talk.submission_forward, name="submission_forward"),
    path("submissions/<id:pk>/ask-who/", introductions.submission_ask_who, name="submission_ask_who"),
    path("submissions/<id:pk>/profile/", documents.profile, name="profile"),
    path("submissions/<id:pk>/profile/pages/<id:n>/", documents.profile_sheet, name="profile_sheet"),
    path("documents/<id:pk>/", documents.document, name="document"),
    path("documents/<id:pk>/pages/<id:n>/", documents.sheet, name="sheet"),
    path("preview/<id:member_pk>/", preview.preview_start, name="preview_start"),
    path("preview/<id:member_pk>/jobs/", preview.preview_jobs, name="preview_jobs"),
    path("preview/<id:member_pk>/jobs/<id:share_pk>/", preview.preview_job, name="preview_job"),
    path("preview/<id:member_pk>/jobs/<id:share_pk>/compare/", preview.preview_compare, name="preview_compare"),
    path("preview/<id:member_pk>/submissions/<id:pk>/", preview.preview_submission, name="preview_submission"),
    path(
        "preview/<id:member_pk>/submissions/<id:pk>/profile/pages/<id:n>/",
        preview.preview_profile_sheet,
        name="preview_profile_sheet",
    ),
    path("preview/<id:member_pk>/documents/<id:pk>/pages/<id:n>/", preview.preview_sheet, name="preview_sheet"),
    *people_pages,
    *guest_pages,
    *interview_pages,
    *requisition_pages,
]
