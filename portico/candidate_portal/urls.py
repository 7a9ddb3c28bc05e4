"""Every page of this surface."""

from django.urls import URLPattern, URLResolver

app_name = "candidate_portal"
urlpatterns: list[URLPattern | URLResolver] = []
