"""The inbox of record: what the government told a person, and whether it was read."""
