"""Ways in: emailed links, invitations, signing in and out, remembered browsers."""
