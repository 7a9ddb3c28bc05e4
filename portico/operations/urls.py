"""Addresses for other machines."""

from django.urls import path

from portico.operations import hooks

app_name = "operations"
urlpatterns = [path("hooks/bounces/", hooks.bounces, name="bounces")]
