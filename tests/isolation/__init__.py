"""A package, so that its world is put away after its last test: in a plain folder it would stay until the run ends."""
