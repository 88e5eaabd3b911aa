"""Who may act for whom: oneself, one's minor children, one's firms, and whoever asked one to."""
