"""Words: both languages, honest names, no tricks with characters."""
