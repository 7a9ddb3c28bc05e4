"""The candidates' surface at /me/."""
