"""QR services: door plates and visits, the one code, the map of service points, the guide to the right item.

Floor 5, beside `card_service` and `backend.policies`, which it never imports. No room is built here yet; the package
exists so that the floors' import contract already holds its place.
"""
