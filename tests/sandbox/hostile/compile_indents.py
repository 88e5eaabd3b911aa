# expects: host.guest-failed
# written: "".join(" " * n + "if 1:\n" for n in range(200)) + " " * 200 + "pass"
