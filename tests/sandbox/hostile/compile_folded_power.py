# expects: host.guest-failed | host.guest-trapped | host.out-of-memory | host.timed-out
# written: "x = " + "**".join(["9"] * 40)
