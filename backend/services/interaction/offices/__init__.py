"""For which offices a member of staff speaks; the lowest room of the shelf."""
