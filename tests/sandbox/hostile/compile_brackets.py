# expects: host.guest-failed | host.guest-trapped | host.out-of-memory | host.timed-out
# written: "(" * 200_000
