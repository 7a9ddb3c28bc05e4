"""Applications, submissions, verdicts, placements."""
