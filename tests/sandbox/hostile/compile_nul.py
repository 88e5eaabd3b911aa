# expects: host.guest-failed
# written: "app = 1\0"
