# expects: host.guest-failed | host.guest-trapped | host.out-of-memory | host.timed-out
# written: "x = 'a' * 4096 * 4096 * 4096"
