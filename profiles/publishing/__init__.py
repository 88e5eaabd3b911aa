"""Definitions that staff publish (scenarios, tags): every version, append-only, and what a process knows of them."""
