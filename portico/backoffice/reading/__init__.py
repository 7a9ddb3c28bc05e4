"""What the desk's busy pages read, one module a page."""
