"""Audiences: for how many people a condition holds, so that nobody can be singled out, and messages to them."""
