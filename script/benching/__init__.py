"""Measures how fast Portico is, beside a floor: docs/speed.md says what and how."""
