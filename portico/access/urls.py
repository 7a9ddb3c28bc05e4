"""Ways in and out, the account, and the agency's look."""

from django.urls import path

app_name = "access"
urlpatterns: list[object] = []
