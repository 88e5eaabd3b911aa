"""Screens drawn for invented people on the author's machine.

`inside` runs in a process of its own with nothing but the standard library: this module may import nothing more.
"""
