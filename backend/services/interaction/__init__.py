"""Disclosure and interaction (政务公开, 政民互动): what departments publish, ask people about, and answer."""
