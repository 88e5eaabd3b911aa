<<<<<<< HEAD
"""Working days of the province: stand-in until the calendar's builder has landed."""
=======
"""Working days of the province, and the clocks that run on them."""
>>>>>>> main
