"""Every page of this surface."""

from django.urls import path

from portico.candidate_portal.views import answers, documents, interviews, pages, permissions

app_name = "candidate_portal"
urlpatterns = [
    path("", pages.start, name="start"),
    path("permission/<str:token>/", permissions.permission, name="permission"),
    path("permissions/<id:pk>/answer/", permissions.permission_answer, name="permission_answer"),
    path("documents/", documents.document_add, name="document_add"),
    path("documents/<id:pk>/", documents.document, name="document"),
    path("documents/<id:pk>/file/", documents.document_file, name="document_file"),
    path("documents/<id:pk>/pages/<id:n>/", documents.document_sheet, name="document_sheet"),
    path("interviews/<id:pk>/", interviews.interview, name="interview"),
    path("interviews/<id:pk>/pick/", interviews.interview_pick, name="interview_pick"),
    path("interviews/<id:pk>/propose/", interviews.interview_propose, name="interview_propose"),
    path("interviews/<id:pk>/tell/", interviews.interview_tell, name="interview_tell"),
    path("i/<str:token>/", answers.interview_link, name="interview_link"),
    path("answer/", answers.answer, name="answer"),
    path("answer/pick/", answers.answer_pick, name="answer_pick"),
    path("answer/propose/", answers.answer_propose, name="answer_propose"),
    path("answer/tell/", answers.answer_tell, name="answer_tell"),
]
