# expects: host.guest-failed
# written: "\n"
