"""The ground: settings, database, errors, crypto, audit, jobs. No business words in here."""
