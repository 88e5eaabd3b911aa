"""The bundled mini-apps; imported by tests only."""
