"""Pages about update requests, changes of profiles, and descriptions."""

from django.urls import path

from portico.backoffice.views import descriptions, profile_changes, updates

update_pages = [
    path("updates/", updates.update_list, name="update_list"),
    path("updates/<id:pk>/remind/", updates.update_remind, name="update_remind"),
    path("updates/<id:pk>/cancel/", updates.update_cancel, name="update_cancel"),
    path("candidates/<id:pk>/update/", updates.candidate_update, name="candidate_update"),
    path("candidates/<id:pk>/may-ask/", updates.candidate_may_ask, name="candidate_may_ask"),
    path("settings/updates/", updates.settings_updates, name="settings_updates"),
    path("profile-changes/", profile_changes.profile_change_list, name="profile_change_list"),
    path("profile-changes/<id:pk>/put-back/", profile_changes.change_put_back, name="change_put_back"),
    path("candidates/<id:pk>/changes/", profile_changes.candidate_changes, name="candidate_changes"),
    path(
        "candidates/<id:pk>/changes/decide/",
        profile_changes.candidate_changes_decide,
        name="candidate_changes_decide",
    ),
    path("settings/descriptions/", descriptions.template_list, name="description_list"),
    path("settings/descriptions/add/", descriptions.template_add, name="description_add"),
    path("settings/descriptions/<id:pk>/", descriptions.template_edit, name="description_edit"),
    path("settings/descriptions/<id:pk>/delete/", descriptions.template_delete, name="description_delete"),
    path("candidates/<id:pk>/description/", descriptions.candidate_describe, name="candidate_describe"),
]
