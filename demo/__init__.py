"""The demo world: two agencies, loaded through the import."""
