from django.db import migrations, models

import portico.kit.times


class Migration(migrations.Migration):
    """Documents can be looked at for viruses, and are counted per agency."""

    dependencies = [
        ("agencies", "0005_room_for_files"),
        ("records", "0005_more_kinds_of_documents"),
    ]

    operations = [
        migrations.AddField("document", "quarantined", models.CharField(blank=True, max_length=200)),
        migrations.AddField(
            "document",
            "scan",
            models.CharField(
                choices=[
                    ("not_needed", "Not looked at for viruses"),
                    ("waiting", "Not scanned yet"),
                    ("clean", "No virus found"),
                    ("infected", "Removed: virus"),
                ],
                default="not_needed",
                max_length=10,
            ),
        ),
        migrations.AddField("document", "scan_next", models.DateTimeField(default=portico.kit.times.now)),
        migrations.AddField("document", "scan_tries", models.PositiveIntegerField(default=0)),
        migrations.AddField("document", "virus", models.CharField(blank=True, max_length=200)),
        migrations.AddIndex("document", models.Index(fields=["agency", "size"], name="documents_by_size")),
        migrations.AddIndex(
            "document",
            models.Index(condition=models.Q(scan="waiting"), fields=["scan_next"], name="documents_to_scan"),
        ),
    ]
