# expects: host.guest-failed | host.guest-trapped | host.out-of-memory | host.timed-out
# written: "x = " + "-" * 500_000 + "1"
