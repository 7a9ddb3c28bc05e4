"""What client contacts fill in."""
