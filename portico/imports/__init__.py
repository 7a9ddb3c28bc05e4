"""Reading other systems' files, matching columns, preview, running."""
