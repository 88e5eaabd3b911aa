"""Flow: one case from submission to its end: a guarded transition table, two clocks, and a trail that only grows."""
