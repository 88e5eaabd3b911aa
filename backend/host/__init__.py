"""The mini-app host."""
