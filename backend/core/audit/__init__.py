"""The audit log's mathematics: Merkle tree, signed checkpoints and the verifier that trusts none of our code."""
