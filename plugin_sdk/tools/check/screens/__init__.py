"""Screens, drawn on this machine for invented people."""
