"""Bundles: one application, several departments at once, one answer about how far it is."""
