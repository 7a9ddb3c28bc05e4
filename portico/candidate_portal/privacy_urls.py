"""Pages about one's own data."""

from django.urls import path

from portico.candidate_portal.views import privacy, privacy_links

privacy_pages = [
    path("privacy/", privacy.privacy, name="privacy"),
    path("privacy/wordings/<id:pk>/answer/", privacy.consent_answer, name="consent_answer"),
    path("privacy/consents/<id:pk>/withdraw/", privacy.consent_withdraw, name="consent_withdraw"),
    path("privacy/copy/", privacy.copy_ask, name="copy_ask"),
    path("privacy/requests/<id:pk>/file/", privacy.privacy_file, name="privacy_file"),
    path("privacy/requests/<id:pk>/take-back/", privacy.privacy_take_back, name="privacy_take_back"),
    path("privacy/erase/", privacy.erase, name="erase"),
    path("privacy/erase/ask/", privacy.erase_ask, name="erase_ask"),
    path("privacy/erase/confirm/", privacy.erase_confirm, name="erase_confirm"),
    path("privacy/equal-opportunity/", privacy.equal_opportunity, name="equal_opportunity"),
    path("p/<str:token>/", privacy_links.privacy_link, name="privacy_link"),
    path("data/", privacy_links.privacy_answer, name="privacy_answer"),
    path("data/say/", privacy_links.privacy_say, name="privacy_say"),
    path("data/fetch/", privacy_links.privacy_fetch, name="privacy_fetch"),
]
