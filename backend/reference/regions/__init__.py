"""Divisions and functional zones of the province as dated data: what they are called, and what stands under what."""
