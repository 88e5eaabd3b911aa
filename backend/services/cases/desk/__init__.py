"""Desk: the officer's side: the queue, the case with its conflicts, countersigning and the counter."""
