# expects: host.guest-failed
# written: "x = " + "9" * 500_000
