"""Open positions: Stage, Job and its team."""
