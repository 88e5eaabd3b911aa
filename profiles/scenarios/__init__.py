"""What to do in a situation of life: questions that are asked once, steps in order, and how far one has come."""
