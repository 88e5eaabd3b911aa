"""Working days of the province: stand-in until the calendar's builder has landed."""
