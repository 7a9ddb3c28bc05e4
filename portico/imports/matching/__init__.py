"""Matching columns to fields."""
