"""Every page of this surface."""

from django.urls import path

from portico.careers.views import applying, confirming, engines, feeds, jobs, pictures

app_name = "careers"

apply_pages = [
    path("jobs/confirm/<str:token>/", confirming.link, name="apply_link"),
    path("jobs/confirm/", confirming.confirm, name="apply_confirm"),
    path("jobs/<id:pk>/apply/", applying.start, name="apply"),
    path("jobs/<id:pk>/apply/details/", applying.details, name="apply_details"),
    path("jobs/<id:pk>/apply/keep/", applying.keep, name="apply_keep"),
    path("jobs/<id:pk>/apply/drop/", applying.drop, name="apply_drop"),
    path("jobs/<id:pk>/apply/discard/", applying.discard, name="apply_discard"),
    path("jobs/<id:pk>/apply/review/", applying.review, name="apply_review"),
    path("jobs/<id:pk>/apply/send/", applying.send, name="apply_send"),
    path("jobs/<id:pk>/apply/sent/", applying.sent, name="apply_sent"),
]
"""Applying for a job."""

urlpatterns = [
    path("robots.txt", engines.robots, name="robots"),
    path("sitemap.xml", engines.sitemap, name="sitemap"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/embed/", jobs.embed, name="embed"),
    path("jobs/rss.xml", feeds.rss, name="rss"),
    path("jobs/feed.xml", feeds.feed, name="feed"),
    *apply_pages,
    path("jobs/<id:pk>/", jobs.job_short, name="job_short"),
    path("jobs/<id:pk>/preview/", jobs.preview, name="preview"),
    path("jobs/<id:pk>/share-<str:print>.png", pictures.share_image, name="share_image"),
    path("jobs/<id:pk>/<slug:slug>/", jobs.job, name="job"),
]
