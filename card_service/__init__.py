"""The social-security card as resident card: cards, dynamic codes, terminals, concessions, charges, settlement.

Floor 5, beside `qr_services` and `backend.policies`, which it never imports. No room is built here yet; the package
exists so that the floors' import contract already holds its place.
"""
