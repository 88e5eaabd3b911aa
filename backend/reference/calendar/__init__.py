"""Working days of the province, and the clocks that run on them."""
