"""Serves an open mini-app: screens are drawn, actions are taken."""
