from django.db import migrations, models
from django.db.models import F


def fill(apps, schema_editor):
    """What is known of the time before: the last submission and the last answer."""
    apps.get_model("pipeline", "Submission").objects.exclude(status="proposed").update(first_submitted=F("submitted"))
    apps.get_model("pipeline", "Verdict").objects.exclude(answer="").update(answered=F("at"))


class Migration(migrations.Migration):
    dependencies = [
        ("pipeline", "0003_prepared_submissions"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="first_submitted",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="verdict",
            name="answered",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
