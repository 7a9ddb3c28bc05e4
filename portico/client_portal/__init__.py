"""The client contacts' surface at /client/."""
