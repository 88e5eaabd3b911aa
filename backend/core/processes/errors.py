"""Why the processes of one machine cannot run: read by the operator in a terminal, never by a browser."""


class CannotStart(Exception):
    """Base of everything that keeps the processes from running; its text says what to do, in zh and en."""


class ChildFailed(CannotStart):
    """A child ended before it was ready, was never ready, or died too often; carries its last log lines."""

    def __init__(self, name: str, *, happened: str, last_lines: str = "") -> None:
        super().__init__(f"进程 {name} 无法运行：{happened}。 Process {name} cannot run.\n{last_lines}".rstrip())
