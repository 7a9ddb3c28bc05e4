"""Pages about profiles: one candidate's, layouts, the rules of the candidate portal."""

from django.urls import path

from portico.backoffice.views import candidate_portal, candidate_profile, credentials

profile_pages = [
    path("candidates/<id:pk>/profile/", candidate_profile.candidate_profile, name="candidate_profile"),
    path(
        "candidates/<id:pk>/profile/edit/<slug:group>/",
        candidate_profile.candidate_profile_edit,
        name="candidate_profile_edit",
    ),
    path(
        "candidates/<id:pk>/profile/<slug:key>/add/", candidate_profile.candidate_entry_add, name="candidate_entry_add"
    ),
    path(
        "candidates/<id:pk>/profile/<slug:key>/<id:entry>/",
        candidate_profile.candidate_entry_edit,
        name="candidate_entry_edit",
    ),
    path(
        "candidates/<id:pk>/profile/<slug:key>/<id:entry>/remove/",
        candidate_profile.candidate_entry_remove,
        name="candidate_entry_remove",
    ),
    path("candidates/<id:pk>/resume/<id:document>/", candidate_profile.candidate_resume, name="candidate_resume"),
    path("candidates/<id:pk>/credentials/add/", credentials.candidate_credential_add, name="candidate_credential_add"),
    path("candidates/<id:pk>/absences/", credentials.candidate_absence_add, name="candidate_absence_add"),
    path("credentials/<id:pk>/", credentials.credential_edit, name="credential_edit"),
    path("credentials/<id:pk>/verify/", credentials.credential_verify, name="credential_verify"),
    path("credentials/<id:pk>/reject/", credentials.credential_reject, name="credential_reject"),
    path("credentials/<id:pk>/remove/", credentials.credential_remove, name="credential_remove"),
    path("absences/<id:pk>/remove/", credentials.absence_remove, name="absence_remove"),
]
profile_pages += [
    path("candidates/invite/", candidate_portal.candidates_invite, name="candidates_invite"),
    path("settings/candidate-portal/", candidate_portal.settings_candidate_portal, name="settings_candidate_portal"),
    path("settings/candidate-portal/layouts/add/", candidate_portal.layout_add, name="layout_add"),
    path("settings/candidate-portal/layouts/<id:pk>/", candidate_portal.layout_edit, name="layout_edit"),
    path("settings/candidate-portal/layouts/<id:pk>/preview/", candidate_portal.layout_preview, name="layout_preview"),
    path("settings/candidate-portal/layouts/<id:pk>/default/", candidate_portal.layout_default, name="layout_default"),
    path("settings/candidate-portal/layouts/<id:pk>/delete/", candidate_portal.layout_delete, name="layout_delete"),
]
