"""Client companies and the people there: Organization, Contact."""
