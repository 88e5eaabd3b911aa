"""How much a package may be, so that it can be read and starts at once."""
