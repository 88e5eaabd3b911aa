"""Notices (政务公开): what a department has published, with every version of it."""
