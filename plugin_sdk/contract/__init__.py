"""The contract between host and mini-app: Structs, limits and published JSON Schemas. Needs msgspec only."""
