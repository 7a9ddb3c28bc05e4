"""People looking for work: Candidate, skills."""
