"""Who is here: access tokens, refresh tokens, devices, the guards, and ending a session everywhere at once."""
