"""Consultations (意见征集): drafts on which people comment, and what became of the comments."""
