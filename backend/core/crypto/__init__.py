"""The crypto port: named signature suites, sealing at rest, keyed tags and the key ring that holds every secret."""
