from django.db import migrations, models

from portico.kit.indexing import AddIndexInUse, RemoveIndexInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("agencies", "0007_support_allowed"),
        ("candidates", "0009_list_counts"),
        ("jobs", "0009_list_counts"),
        ("pipeline", "0011_suggestions"),
        ("portals", "0007_visits"),
        ("records", "0007_audit_log"),
    ]

    operations = [
        AddIndexInUse(
            model_name="application",
            index=models.Index(fields=["agency", "status", "stage_since", "id"], name="runs_by_age"),
        ),
        AddIndexInUse(
            model_name="move",
            index=models.Index(fields=["agency", "by", "at"], name="moves_by_person"),
        ),
        AddIndexInUse(
            model_name="placement",
            index=models.Index(fields=["agency", "made"], name="placements_by_day"),
        ),
        AddIndexInUse(
            model_name="submission",
            index=models.Index(fields=["agency", "submitted", "status", "decision"], name="submissions_by_day"),
        ),
        AddIndexInUse(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("answer_seen__isnull", True), ("status", "decided")),
                fields=["agency", "decided", "id"],
                name="answers_to_note",
            ),
        ),
        RemoveIndexInUse(
            model_name="application",
            name="pipeline_ap_agency__c65050_idx",
        ),
    ]
