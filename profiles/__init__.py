"""Profiles of persons and firms: attributes, life events, scenario bundles, ranking with reasons.

Floor 4: may import `backend.services` and everything below, is imported by the floors above. No room is built here yet;
the package exists so that the floors' import contract already holds its place.
"""
