"""Pages of accounts, first questions and profiles."""

from django.urls import path

from portico.candidate_portal.views import credentials, onboarding, profile, registering, resumes

profile_pages = [
    path("register/", registering.register, name="register"),
    path("register/sent/", registering.register_sent, name="register_sent"),
    path("register/confirm/", registering.register_confirm, name="register_confirm"),
    path("r/<str:token>/", registering.register_link, name="register_link"),
    path("welcome/", onboarding.welcome, name="welcome"),
    path("welcome/done/", onboarding.welcome_done, name="welcome_done"),
    path("welcome/<slug:group>/", onboarding.welcome_step, name="welcome_step"),
    path("profile/", profile.profile, name="profile"),
    path("profile/edit/<slug:group>/", profile.profile_edit, name="profile_edit"),
    path("profile/confirm/<slug:group>/", profile.profile_confirm, name="profile_confirm"),
    path("profile/entries/<slug:key>/add/", profile.entry_add, name="entry_add"),
    path("profile/entries/<slug:key>/<id:entry>/", profile.entry_edit, name="entry_edit"),
    path("profile/entries/<slug:key>/<id:entry>/remove/", profile.entry_remove, name="entry_remove"),
    path("profile/skills/", profile.skills_add, name="skills_add"),
    path("profile/skills/remove/", profile.skill_remove, name="skill_remove"),
    path("profile/skills/names/", profile.skill_names, name="skill_names"),
    path("profile/changes/<id:pk>/take-back/", profile.change_take_back, name="change_take_back"),
    path("profile/credentials/add/", credentials.credential_add, name="credential_add"),
    path("profile/credentials/<id:pk>/", credentials.credential_edit, name="credential_edit"),
    path("profile/credentials/<id:pk>/remove/", credentials.credential_remove, name="credential_remove"),
    path("profile/absences/", credentials.absence_add, name="absence_add"),
    path("profile/absences/<id:pk>/remove/", credentials.absence_remove, name="absence_remove"),
    path("profile/documents/", credentials.paper_add, name="paper_add"),
    path("profile/documents/<id:pk>/remove/", credentials.paper_remove, name="paper_remove"),
    path("profile/resume/<id:pk>/", resumes.resume, name="resume"),
]
