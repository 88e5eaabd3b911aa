"""Who may see what of whom, and who has seen it."""
