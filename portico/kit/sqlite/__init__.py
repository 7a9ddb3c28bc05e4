"""Django's SQLite, but whoever waits to write asks often enough to get a turn beside one who writes all the time."""
