"""What rules look at: each fact is found once and shared."""
