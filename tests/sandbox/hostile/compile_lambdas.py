# expects: host.guest-failed | host.guest-trapped | host.out-of-memory | host.timed-out
# written: "x = " + "lambda: " * 20_000 + "1"
