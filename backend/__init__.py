"""The platform's house: ground (`core`), floors of rooms above it, roof (`app`, `cli`, `demo`)."""

__version__ = "0.1.0"
