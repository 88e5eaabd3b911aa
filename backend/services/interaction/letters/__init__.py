"""Letters (领导信箱): questions, suggestions, complaints and pleas, each with a clock and an answer."""
