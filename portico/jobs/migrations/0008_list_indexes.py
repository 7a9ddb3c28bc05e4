from django.db import migrations, models

from portico.kit.indexing import AddIndexInUse, RemoveIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("agencies", "0007_support_allowed"),
        ("clients", "0001_initial"),
        ("jobs", "0007_alerts"),
    ]

    operations = [
        AddIndexInUse(
            model_name="job",
            index=models.Index(
                condition=models.Q(("archived__isnull", True)),
                fields=["agency", "status", "changed", "id"],
                name="jobs_by_status",
            ),
        ),
        AddIndexInUse(
            model_name="job",
            index=models.Index(
                condition=models.Q(("archived__isnull", True)),
                fields=["agency", "changed", "id"],
                name="jobs_by_changed",
            ),
        ),
        AddIndexInUse(
            model_name="job",
            index=models.Index(fields=["agency", "added", "id"], name="jobs_by_added"),
        ),
        AddIndexInUse(
            model_name="job",
            index=models.Index(fields=["organization", "id"], name="jobs_of_organization"),
        ),
        AddIndexInUse(
            model_name="job",
            index=models.Index(fields=["owner", "changed", "id"], name="jobs_of_owner"),
        ),
        RemoveIndexInUse(
            model_name="job",
            name="jobs_job_agency__6b4536_idx",
        ),
        RemoveIndexInUse(
            model_name="job",
            name="jobs_job_agency__ad3f1e_idx",
        ),
    ]
