"""Service items: what the government offers, the same at every level, and where a place does better."""
