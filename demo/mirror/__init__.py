"""Two mirrored agencies that share nothing, for everybody who wants to prove it: `manage.py world`."""
