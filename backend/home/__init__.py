"""Floor 8: the first screen. It composes what the rooms below know, and owns no truth of its own."""
