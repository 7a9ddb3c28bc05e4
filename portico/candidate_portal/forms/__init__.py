"""What candidates fill in."""
