"""Taking the rows of a table into the agency's records."""
