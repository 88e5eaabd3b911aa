"""The demo world: one seeded, deterministic province for the demo and the tests. All its people are invented."""
