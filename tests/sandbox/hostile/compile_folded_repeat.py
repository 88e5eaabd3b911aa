# expects: host.guest-failed | host.guest-trapped | host.out-of-memory | host.timed-out
# written: "x = (((((1,) * 250) * 250) * 250) * 250) * 250"
