"""Ways in and out, the account, and the agency's look."""

from django.urls import path

from portico.access.views import account, brand, calendar, joining, links, passwords, places, provider, sign_in

app_name = "access"
urlpatterns = [
    path("", places.root, name="root"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/sent/", sign_in.sign_in_sent, name="sign_in_sent"),
    path("sign-in/company/", provider.provider_start, name="provider_start"),
    path("sign-in/company/back/", provider.provider_back, name="provider_back"),
    path("sign-out/", places.sign_out, name="sign_out"),
    path("switch/", places.switch, name="switch"),
    path("l/<str:token>/", links.link_open, name="open"),
    path("link/", links.link_page, name="link"),
    path("link/again/", links.link_again, name="link_again"),
    path("join/", joining.join, name="join"),
    path("password/", passwords.password_set, name="password_set"),
    path("password/forgot/", passwords.password_forgot, name="password_forgot"),
    path("account/", account.account, name="account"),
    path("account/name/", account.account_name, name="account_name"),
    path("account/password/", account.account_password, name="account_password"),
    path("account/email/", account.account_email, name="account_email"),
    path("account/sign-out-everywhere/", account.account_sign_out_everywhere, name="account_sign_out_everywhere"),
    path("account/browsers/<int:pk>/forget/", account.browser_forget, name="browser_forget"),
    path("account/sessions/<id:pk>/end/", account.session_end, name="session_end"),
    path("account/zone/", calendar.account_zone, name="account_zone"),
    path("account/calendar/", calendar.calendar_make, name="calendar_make"),
    path("account/calendar/end/", calendar.calendar_end, name="calendar_end"),
    path("calendar/<str:token>.ics", calendar.calendar_feed, name="calendar_feed"),
    path("brand/logo/<str:print>", brand.logo, name="logo"),
    path("brand/color/<str:hex>.css", brand.color, name="color"),
    path("brand/<str:print>.css", brand.stylesheet, name="brand"),
]
