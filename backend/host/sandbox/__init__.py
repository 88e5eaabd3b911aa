"""Running mini-apps that nobody trusts: jailed worker processes, one fresh interpreter per call."""
