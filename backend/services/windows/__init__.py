"""Service halls of all levels: where they are, when they are open, who is next, who comes to help at home."""
