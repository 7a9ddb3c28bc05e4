"""The public careers pages at /jobs/, and what search engines and job boards read."""
