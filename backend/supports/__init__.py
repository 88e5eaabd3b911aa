"""Floor 2: what every service needs: messages, and later files, payments, licences."""
