"""Pages of the demo."""

from django.urls import path

from demo import views

app_name = "demo"
urlpatterns = [
    path("", views.people, name="people"),
    path("as/<slug:slug>/", views.sign_in_as, name="sign_in_as"),
    path("mail/", views.mail_list, name="mail_list"),
    path("mail/<str:name>/", views.mail, name="mail"),
    path("mail/<str:name>/html/", views.mail_html, name="mail_html"),
]
