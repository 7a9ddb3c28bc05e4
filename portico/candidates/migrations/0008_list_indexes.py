from django.db import migrations, models

from portico.kit.indexing import AddIndexInUse, RemoveIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("agencies", "0007_support_allowed"),
        ("candidates", "0007_resume_readings"),
        ("records", "0007_audit_log"),
    ]

    operations = [
        AddIndexInUse(
            model_name="candidate",
            index=models.Index(
                condition=models.Q(("archived__isnull", True), ("merged_into__isnull", True)),
                fields=["agency", "added", "id"],
                name="people_by_added",
            ),
        ),
        AddIndexInUse(
            model_name="candidate",
            index=models.Index(
                condition=models.Q(("archived__isnull", False), ("merged_into__isnull", True)),
                fields=["agency", "added", "id"],
                name="people_archived",
            ),
        ),
        AddIndexInUse(
            model_name="candidate",
            index=models.Index(fields=["agency", "changed", "id"], name="people_by_changed"),
        ),
        AddIndexInUse(
            model_name="candidate",
            index=models.Index(fields=["agency", "city", "id"], name="people_by_city"),
        ),
        AddIndexInUse(
            model_name="candidate",
            index=models.Index(fields=["owner", "added", "id"], name="people_of_owner"),
        ),
        RemoveIndexInUse(
            model_name="candidate",
            name="candidates__agency__6d24c0_idx",
        ),
        RemoveIndexInUse(
            model_name="candidate",
            name="candidates__agency__971e52_idx",
        ),
    ]
