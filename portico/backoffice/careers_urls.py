"""Adverts, campaign links and the careers pages' settings."""

from django.urls import path

from portico.backoffice.views import adverts, careers

careers_pages = [
    path("jobs/<id:pk>/advert/", adverts.advert, name="advert"),
    path("jobs/<id:pk>/advert/save/", adverts.advert_save, name="advert_save"),
    path("jobs/<id:pk>/advert/end/", adverts.advert_end, name="advert_end"),
    path("campaign-links/", careers.source_link_list, name="source_link_list"),
    path("campaign-links/add/", careers.source_link_add, name="source_link_add"),
    path("campaign-links/<id:pk>/archive/", careers.source_link_archive, name="source_link_archive"),
    path("settings/careers/", careers.settings_careers, name="settings_careers"),
]
