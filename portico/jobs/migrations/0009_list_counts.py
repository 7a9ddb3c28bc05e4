from django.db import migrations, models

from portico.kit.indexing import AddIndexInUse, RemoveIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("agencies", "0007_support_allowed"),
        ("clients", "0001_initial"),
        ("jobs", "0008_list_indexes"),
    ]

    operations = [
        AddIndexInUse(
            model_name="job",
            index=models.Index(fields=["agency", "archived", "status", "changed", "id"], name="jobs_current_by_status"),
        ),
        AddIndexInUse(
            model_name="job",
            index=models.Index(fields=["agency", "archived", "changed", "id"], name="jobs_current"),
        ),
        RemoveIndexInUse(
            model_name="job",
            name="jobs_by_status",
        ),
        RemoveIndexInUse(
            model_name="job",
            name="jobs_by_changed",
        ),
    ]
