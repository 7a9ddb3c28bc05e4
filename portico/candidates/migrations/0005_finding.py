"""Tags and saved searches; candidates have a place on the map and can be found by main words and despite typos."""

import django.db.models.deletion
from django.db import migrations, models

import portico.kit.times
from portico.candidates.places import locate
from portico.records.search_words import folded, folded_names

BATCH = 500


def fill_in(apps, schema_editor):
    """What new candidates get when they are saved."""
    Candidate = apps.get_model("candidates", "Candidate")
    SearchEntry = apps.get_model("records", "SearchEntry")
    last = 0
    while rows := list(Candidate.objects.filter(pk__gt=last).order_by("pk").prefetch_related("skills")[:BATCH]):
        last = rows[-1].pk
        entries = SearchEntry.objects.filter(kind="candidates.candidate", object_id__in=[row.pk for row in rows])
        entries = {entry.object_id: entry for entry in entries.defer("body", "folded_words")}
        for row in rows:
            row.latitude, row.longitude = locate(row.city, row.region, row.country) or (None, None)
            if entry := entries.get(row.pk):
                entry.folded_main = folded(row.title, row.headline, " ".join(one.name for one in row.skills.all()))
                entry.folded_names = folded_names(row.first_name, row.last_name)
        Candidate.objects.bulk_update(rows, ["latitude", "longitude"])
        SearchEntry.objects.bulk_update(entries.values(), ["folded_main", "folded_names"])


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_zone_of_a_user"),
        ("candidates", "0004_updates"),
        ("records", "0004_tags_and_names"),
    ]

    operations = [
        migrations.AddField(
            "candidate", "tags", models.ManyToManyField(blank=True, related_name="candidates", to="records.tag")
        ),
        migrations.AddIndex(
            "candidate",
            models.Index(fields=["agency", "latitude", "longitude"], name="candidates__agency__15ab91_idx"),
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("query", models.CharField(max_length=2000)),
                ("shared", models.BooleanField(default=False, verbose_name="share with the team")),
                ("added", models.DateTimeField(default=portico.kit.times.now)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agencies.member"
                    ),
                ),
            ],
            options={
                "verbose_name": "saved search",
                "verbose_name_plural": "saved searches",
                "ordering": ["name", "id"],
                "constraints": [models.UniqueConstraint(fields=("owner", "name"), name="one_saved_search_per_name")],
            },
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
    ]
