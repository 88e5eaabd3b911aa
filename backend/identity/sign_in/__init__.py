"""How one gets in: phone code, password, demo persona."""
