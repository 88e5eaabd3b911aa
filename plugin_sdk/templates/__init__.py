"""Complete little mini-apps that `gkb new` copies: each runs, passes its tests and the machine review as it is."""
