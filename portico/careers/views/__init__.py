"""What the pages do, one file per thing."""
