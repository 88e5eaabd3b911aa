"""In which order cards are shown, why, and how the order learns: interpretable features inside explicit rules."""
