from django.db import migrations, models

from portico.kit.indexing import AddIndexInUse, RemoveIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("agencies", "0008_suspended"),
        ("clients", "0001_initial"),
        ("jobs", "0009_list_counts"),
    ]

    operations = [
        AddIndexInUse(
            model_name="job",
            index=models.Index(
                condition=models.Q(("archived__isnull", True)),
                fields=["agency", "status", "changed", "id", "archived"],
                name="jobs_now_by_status",
            ),
        ),
        AddIndexInUse(
            model_name="job",
            index=models.Index(
                condition=models.Q(("archived__isnull", True)),
                fields=["agency", "changed", "id", "archived"],
                name="jobs_now",
            ),
        ),
        AddIndexInUse(
            model_name="job",
            index=models.Index(
                condition=models.Q(("archived__isnull", False)),
                fields=["agency", "changed", "id", "archived"],
                name="jobs_archived",
            ),
        ),
        RemoveIndexInUse(model_name="job", name="jobs_current_by_status"),
        RemoveIndexInUse(model_name="job", name="jobs_current"),
    ]
