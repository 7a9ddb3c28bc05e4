"""The search's own index, made differently on each database (see search_sqlite.py and search_postgres.py)."""

from django.db import migrations, models

from portico.records import search_postgres, search_sqlite


def install(apps, schema_editor):
    backend = search_postgres if schema_editor.connection.vendor == "postgresql" else search_sqlite
    backend.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]

    operations = [
        migrations.AddField("searchentry", "folded_title", models.TextField(blank=True)),
        migrations.AddField("searchentry", "folded_words", models.TextField(blank=True)),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
