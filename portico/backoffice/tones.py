"""Which color a state has on the desk. Color never speaks alone: the word stands beside it."""

TONES: dict[str, str] = {
    # a member's place
    "invited": "info",
    "expired": "warn",
    "active": "ok",
    "suspended": "warn",
    "revoked": "neutral",
    # a job
    "draft": "neutral",
    "open": "ok",
    "on_hold": "warn",
    "filled": "info",
    "closed": "neutral",
    # a share
    "live": "ok",
    "paused": "warn",
    "ended": "neutral",
    # an application
    "rejected": "danger",
    "withdrawn": "warn",
    "placed": "ok",
    "job_closed": "neutral",
    # a submission and its decision
    "submitted": "info",
    "viewed": "info",
    "decided": "ok",
    "new": "warn",
    "shortlisted": "ok",
    "keep_in_view": "info",
    # a task
    "waiting": "neutral",
    "running": "info",
    "done": "ok",
    "failed": "danger",
    "canceled": "neutral",
}

MAIL_TONES: dict[str, str] = {
    "pending": "info",
    "sending": "info",
    "sent": "ok",
    "parked": "danger",
    "held": "warn",
    "bounced": "danger",
}
