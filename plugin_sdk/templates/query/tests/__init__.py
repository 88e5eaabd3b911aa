"""Tests of the mini-app; `gkb test` runs them on plain Python, with no server."""
