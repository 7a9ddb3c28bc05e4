from django.db import migrations, models

from portico.kit.indexing import AddIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("agencies", "0008_suspended"),
        ("records", "0007_audit_log"),
    ]

    operations = [
        AddIndexInUse(
            model_name="event",
            index=models.Index(fields=["agency", "by", "-at"], name="events_of_somebody"),
        ),
        AddIndexInUse(
            model_name="event",
            index=models.Index(fields=["agency", "verb", "-at"], name="events_by_verb"),
        ),
    ]
