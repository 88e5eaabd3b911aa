"""The register of department applications that are still outside the one entry, and how far each has come."""
