"""Floor 0: the province's own facts, asked by every floor above."""
