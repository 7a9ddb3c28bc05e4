"""What the pages show, as plain facts: no page gets a row."""
