"""Looking after a site: is it well, copying it, putting a copy back."""
