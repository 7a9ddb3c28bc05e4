"""What runs by the clock: read by the task worker, no scheduler process is needed."""

from typing import Any

SCHEDULES: dict[str, dict[str, Any]] = {
    "send_waiting_mail": {"task": "portico.messaging.tasks.send_waiting", "cron": "* * * * *"},
    "expire_invitations": {"task": "portico.access.tasks.expire_invitations", "cron": "*/10 * * * *"},
    "forget_spent_links": {"task": "portico.access.tasks.forget_spent", "cron": "17 3 * * *"},
    "forget_uploads": {"task": "portico.imports.tasks.forget_uploads", "cron": "41 3 * * *"},
    "send_digests": {"task": "portico.pipeline.tasks.send_digests", "cron": "7 * * * *"},
    "remind_clients": {"task": "portico.pipeline.tasks.remind_clients", "cron": "12 * * * *"},
    "end_permissions": {"task": "portico.pipeline.tasks.end_permissions", "cron": "23 * * * *"},
    "send_job_alerts": {"task": "portico.jobs.tasks.send_job_alerts", "cron": "4 * * * *"},
    "tell_candidates": {"task": "portico.pipeline.tasks.tell_candidates", "cron": "*/5 * * * *"},
    "forget_suggestions": {"task": "portico.pipeline.tasks.forget_suggestions", "cron": "38 3 * * *"},
    "suspend_absent_contacts": {"task": "portico.portals.tasks.suspend_absent", "cron": "23 * * * *"},
    "care_for_consents": {"task": "portico.pipeline.privacy_tasks.care_for_consents", "cron": "31 5 * * *"},
    "forget_what_is_over": {"task": "portico.pipeline.privacy_tasks.forget_what_is_over", "cron": "19 4 * * *"},
    "keep_to_retention": {"task": "portico.pipeline.privacy_tasks.keep_to_retention", "cron": "51 4 * * *"},
    "fail_the_stuck": {"task": "portico.records.tasks.fail_the_stuck", "cron": "*/10 * * * *"},
    "seal_events": {"task": "portico.records.tasks.seal_events", "cron": "* * * * *"},
    "verify_audit_logs": {"task": "portico.operations.tasks.verify_audit_logs", "cron": "11 2 * * *"},
    "look_over_database": {"task": "portico.operations.tasks.look_over_database", "cron": "37 * * * *"},
    "forget_tasks": {"task": "portico.operations.tasks.forget_tasks", "cron": "53 3 * * *"},
    "forget_drafts": {"task": "portico.pipeline.tasks.forget_drafts", "cron": "29 3 * * *"},
    "sweep_files": {"task": "portico.records.tasks.sweep", "cron": "47 3 * * *"},
    "scan_waiting": {"task": "portico.records.tasks.scan_waiting", "cron": "* * * * *"},
    "look_at_room": {"task": "portico.records.tasks.look_at_room", "cron": "43 * * * *"},
    "notice_credentials": {"task": "portico.candidates.profile_tasks.notice_credentials", "cron": "20 6 * * *"},
    "care_for_interviews": {"task": "portico.pipeline.interview_tasks.care_for_interviews", "cron": "*/5 * * * *"},
    "care_for_updates": {"task": "portico.candidates.update_tasks.care_for_updates", "cron": "34 * * * *"},
}
