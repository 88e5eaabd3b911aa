# expects: host.guest-failed | host.guest-trapped | host.out-of-memory | host.timed-out
# written: "x = " + "1+" * 150_000 + "1"
