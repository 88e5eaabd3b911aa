# expects: host.guest-failed | host.guest-trapped | host.out-of-memory | host.timed-out
# written: "x = " + "[" * 150 + "1" + " for a in b]" * 150
