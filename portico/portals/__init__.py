"""Client portals: Portal, seats, job shares."""
