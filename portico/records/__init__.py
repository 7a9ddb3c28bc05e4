"""What hangs on anything: events, notes, documents, statuses, long tasks, the search index."""
