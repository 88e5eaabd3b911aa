# expects: host.guest-failed | host.guest-trapped | host.out-of-memory | host.timed-out
# written: "@a\n" * 60_000 + "def f(): pass"
