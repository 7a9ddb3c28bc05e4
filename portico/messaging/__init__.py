"""Mail: an outbox in the database, written in the verb's transaction and sent by the task worker."""
