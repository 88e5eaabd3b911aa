# expects: host.guest-failed | host.guest-trapped | host.out-of-memory | host.timed-out
# written: "".join(" " * n + f"def f{n}():\n" for n in range(150)) + " " * 150 + "pass"
