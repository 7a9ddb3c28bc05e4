"""The styleguide, while developing."""

from django.urls import path

from demo.styleguide import styleguide

app_name = "styleguide"
urlpatterns = [path("", styleguide, name="styleguide")]
