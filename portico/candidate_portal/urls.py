"""Every page of this surface."""

from django.urls import path

from portico.candidate_portal.views import documents, pages

app_name = "candidate_portal"
urlpatterns = [
    path("", pages.start, name="start"),
    path("documents/", documents.document_add, name="document_add"),
    path("documents/<id:pk>/", documents.document, name="document"),
    path("documents/<id:pk>/file/", documents.document_file, name="document_file"),
    path("documents/<id:pk>/pages/<id:n>/", documents.document_sheet, name="document_sheet"),
]
