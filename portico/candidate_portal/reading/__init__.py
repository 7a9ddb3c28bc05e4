"""What each page shows, read through the doors into plain dataclasses."""
