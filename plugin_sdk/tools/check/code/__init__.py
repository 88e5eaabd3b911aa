"""The author's Python, read and never run."""
