"""Every page of this surface."""

from django.urls import path

from portico.client_portal.views import deeds, documents, pages, preview, talk

app_name = "client_portal"
urlpatterns = [
    path("", pages.start, name="start"),
    path("jobs/", pages.jobs, name="jobs"),
    path("jobs/<id:pk>/", pages.job, name="job"),
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
    path("guest-links/<id:pk>/end/", talk.guest_end, name="guest_end"),
    path("documents/<id:pk>/", documents.document, name="document"),
    path("documents/<id:pk>/pages/<id:n>/", documents.sheet, name="sheet"),
    path("preview/<id:member_pk>/", preview.preview_start, name="preview_start"),
    path("preview/<id:member_pk>/jobs/", preview.preview_jobs, name="preview_jobs"),
    path("preview/<id:member_pk>/jobs/<id:share_pk>/", preview.preview_job, name="preview_job"),
    path("preview/<id:member_pk>/submissions/<id:pk>/", preview.preview_submission, name="preview_submission"),
    path("preview/<id:member_pk>/documents/<id:pk>/pages/<id:n>/", preview.preview_sheet, name="preview_sheet"),
]
