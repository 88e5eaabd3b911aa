# expects: host.guest-failed | host.guest-trapped | host.out-of-memory | host.timed-out
# written: "x = " + "f'{" * 300 + "1" + "}'" * 300
