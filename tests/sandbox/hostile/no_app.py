# expects: host.guest-failed
# type: AttributeError

nothing = 1
