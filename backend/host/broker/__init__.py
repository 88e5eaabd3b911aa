"""Executes what mini-apps ask of the house: granted? declared? within budget? Then the room answers."""
