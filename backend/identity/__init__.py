"""Identity, a shelf of rooms: people < sessions < sign_in, consents. Tokens are verified here and nowhere else."""
