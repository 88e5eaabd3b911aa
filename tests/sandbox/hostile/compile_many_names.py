# expects: host.guest-failed | host.guest-trapped | host.out-of-memory | host.timed-out | host.output-too-large
# written: "\n".join(f"a{n} = b{n}" for n in range(45_000))
