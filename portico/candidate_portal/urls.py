"""Every page of this surface."""

from django.urls import path

from portico.candidate_portal.privacy_urls import privacy_pages
from portico.candidate_portal.profile_urls import profile_pages
from portico.candidate_portal.views import (
    alerts,
    answers,
    applications,
    documents,
    interviews,
    messages,
    notifications,
    pages,
    permissions,
    updates,
)

app_name = "candidate_portal"
urlpatterns = [
    path("", pages.start, name="start"),
    *profile_pages,
    *privacy_pages,
    path("applications/", applications.applications, name="applications"),
    path("applications/<id:pk>/", applications.application, name="application"),
    path("applications/<id:pk>/withdraw/", applications.application_withdraw, name="application_withdraw"),
    path("offers/<id:pk>/answer/", applications.offer_answer, name="offer_answer"),
    path("offers/<id:pk>/file/", applications.offer_file, name="offer_file"),
    path("messages/", messages.messages, name="messages"),
    path("messages/send/", messages.message_send, name="message_send"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("alerts/<id:pk>/change/", notifications.alert_change, name="alert_change"),
    path("alerts/<id:pk>/stop/", notifications.alert_stop, name="alert_stop"),
    path("alerts/add/", alerts.alert_add, name="alert_add"),
    path("alerts/confirm/<str:token>/", alerts.alert_confirm, name="alert_confirm"),
    path("unsubscribe/<str:token>/", alerts.unsubscribe, name="unsubscribe"),
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
    path("u/<str:token>/", updates.update_link, name="update_link"),
    path("update/", updates.update, name="update"),
    path("updates/<id:pk>/", updates.update_own, name="update_own"),
]
