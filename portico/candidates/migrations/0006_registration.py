import django.db.models.deletion
from django.db import migrations, models

import portico.kit.times


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_zone_of_a_user"),
        ("candidates", "0005_finding"),
    ]

    operations = [
        migrations.CreateModel(
            name="Registration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("email_key", models.CharField(max_length=254)),
                ("first_name", models.CharField(max_length=100)),
                ("last_name", models.CharField(max_length=100)),
                ("token_hash", models.CharField(blank=True, max_length=64)),
                ("code_hash", models.CharField(blank=True, max_length=64)),
                ("wrong_codes", models.PositiveIntegerField(default=0)),
                ("browser", models.CharField(blank=True, max_length=64)),
                ("texts", models.JSONField(default=list)),
                ("next", models.CharField(blank=True, max_length=500)),
                ("created", models.DateTimeField(default=portico.kit.times.now)),
                ("expires", models.DateTimeField()),
                ("used", models.DateTimeField(blank=True, null=True)),
                ("ip", models.CharField(blank=True, max_length=45)),
                ("agent", models.CharField(blank=True, max_length=200)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="candidates.candidate",
                    ),
                ),
            ],
            options={"verbose_name": "registration"},
        ),
        migrations.AddField(
            model_name="credential",
            name="noticed",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="profilechange",
            name="status",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting for a recruiter"),
                    ("accepted", "Accepted"),
                    ("declined", "Not taken over"),
                    ("landed", "Taken over at once"),
                    ("replaced", "Replaced by a newer one"),
                    ("dropped", "Taken back by the candidate"),
                ],
                default="waiting",
                max_length=8,
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["agency", "token_hash"], name="candidates__agency__2a6b18_idx"),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["agency", "browser"], name="candidates__agency__c33763_idx"),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["agency", "email_key"], name="candidates__agency__933fbd_idx"),
        ),
    ]
