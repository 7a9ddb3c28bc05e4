"""Pages about people's data."""

from django.urls import path

from portico.backoffice.views import privacy, privacy_settings

privacy_pages = [
    path("privacy/", privacy.privacy_list, name="privacy_list"),
    path("privacy/due/", privacy_settings.privacy_due, name="privacy_due"),
    path("privacy/<id:pk>/", privacy.privacy_request, name="privacy_request"),
    path("privacy/<id:pk>/identity/", privacy.privacy_identity, name="privacy_identity"),
    path("privacy/<id:pk>/start/", privacy.privacy_start, name="privacy_start"),
    path("privacy/<id:pk>/refuse/", privacy.privacy_refuse, name="privacy_refuse"),
    path("privacy/<id:pk>/file/", privacy.privacy_copy, name="privacy_copy"),
    path("candidates/<id:pk>/privacy/", privacy.candidate_privacy, name="candidate_privacy"),
    path("candidates/<id:pk>/privacy/consent/", privacy.consent_record, name="consent_record"),
    path("candidates/<id:pk>/privacy/ask/", privacy.privacy_ask, name="privacy_ask"),
    path("candidates/<id:pk>/privacy/hold/", privacy.hold_add, name="hold_add"),
    path("consents/<id:pk>/end/", privacy.consent_end, name="consent_end"),
    path("holds/<id:pk>/lift/", privacy.hold_lift, name="hold_lift"),
    path("settings/privacy/", privacy_settings.settings_privacy, name="settings_privacy"),
    path("settings/privacy/equal-opportunity/", privacy_settings.equal_report, name="equal_report"),
    path("settings/privacy/wordings/<slug:purpose>/", privacy_settings.settings_wording, name="settings_wording"),
    path("settings/privacy/versions/<id:pk>/publish/", privacy_settings.wording_publish, name="wording_publish"),
    path("settings/privacy/versions/<id:pk>/drop/", privacy_settings.wording_drop, name="wording_drop"),
]
