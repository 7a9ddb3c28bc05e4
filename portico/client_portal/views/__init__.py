"""One file per thing."""
