"""Tags; and the search knows the main words of a record, and names with a typo."""

import django.db.models.deletion
from django.db import migrations, models

from portico.records import search_postgres, search_sqlite


def install(apps, schema_editor):
    backend = search_postgres if schema_editor.connection.vendor == "postgresql" else search_sqlite
    backend.install(schema_editor.connection)


def drop(apps, schema_editor):
    """The index stands on the table's columns: away with it before they change."""
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE records_searchentry DROP COLUMN IF EXISTS lexemes")
        else:
            for name in ("added", "removed", "changed"):
                cursor.execute(f"DROP TRIGGER IF EXISTS records_search_{name}")


class Migration(migrations.Migration):
    dependencies = [("records", "0003_longtask_beside_key"), ("agencies", "0004_zone_of_a_user")]

    operations = [
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, verbose_name="tag")),
                ("key", models.CharField(max_length=80)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "verbose_name": "tag",
                "ordering": ["key", "id"],
                "constraints": [models.UniqueConstraint(fields=("agency", "key"), name="one_tag_per_name")],
            },
        ),
        migrations.RunPython(drop, migrations.RunPython.noop),
        migrations.AddField(
            "searchentry", "folded_main", models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.AddField(
            "searchentry", "folded_names", models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
