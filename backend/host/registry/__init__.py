"""Which mini-apps there are, in which version, answered for by whom."""
