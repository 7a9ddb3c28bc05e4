from django.db import migrations, models

from portico.kit.indexing import AddIndexInUse, RemoveIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("agencies", "0007_support_allowed"),
        ("candidates", "0008_list_indexes"),
        ("records", "0007_audit_log"),
    ]

    operations = [
        AddIndexInUse(
            model_name="candidate",
            index=models.Index(fields=["agency", "archived", "merged_into", "added", "id"], name="people_current"),
        ),
        RemoveIndexInUse(
            model_name="candidate",
            name="people_by_added",
        ),
        RemoveIndexInUse(
            model_name="candidate",
            name="people_archived",
        ),
    ]
