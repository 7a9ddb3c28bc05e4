from django.db import migrations, models

from portico.kit.indexing import AddIndexInUse, RemoveIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("agencies", "0008_suspended"),
        ("candidates", "0009_list_counts"),
        ("records", "0007_audit_log"),
    ]

    operations = [
        AddIndexInUse(
            model_name="candidate",
            index=models.Index(
                condition=models.Q(("archived__isnull", True), ("merged_into__isnull", True)),
                fields=["agency", "added", "id", "archived", "merged_into"],
                name="people_now",
            ),
        ),
        AddIndexInUse(
            model_name="candidate",
            index=models.Index(
                condition=models.Q(("archived__isnull", False), ("merged_into__isnull", True)),
                fields=["agency", "added", "id", "archived", "merged_into"],
                name="people_archived",
            ),
        ),
        RemoveIndexInUse(model_name="candidate", name="people_current"),
    ]
