"""The manifest: against the contract, and against what the code does."""
