"""Places at a time: slots with a quota, holds that end by themselves, waiting lines, and a fair draw for rushes."""
