# expects: host.guest-failed | host.guest-trapped | host.out-of-memory | host.timed-out | host.output-too-large
# written: 'x = f"' + "{1}" * 150_000 + '"'
