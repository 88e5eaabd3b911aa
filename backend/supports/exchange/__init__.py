"""What the government's registers know, read for a purpose and under a basis, and seen by those it is about."""
