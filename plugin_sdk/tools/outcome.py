"""What a command ends with: an exit code that tells the truth, words in two languages, data, problems."""

from enum import IntEnum
from typing import Any

from msgspec import Struct

from plugin_sdk.tools.problem import Problem, Words


class Exit(IntEnum):
    """Exit codes of `gkb`; scripts may rely on them."""

    FINE = 0
    PROBLEMS = 1
    """The package has problems: the author can put them right."""
    WRONG_USE = 2
    """The command was called in a way that it does not know."""
    MACHINE_LACKS = 3
    """This machine lacks something that the command needs; `gkb doctor` says what."""
    OUR_FAULT = 4
    """A bug of ours."""


class Told(Struct, frozen=True, kw_only=True, rename="camel"):
    """The one object that `--json` prints, whatever the command; `data` is the command's own."""

    command: str
    exit_code: Exit
    ok: bool
    zh: str
    en: str
    problems: list[Problem]
    data: dict[str, Any]


class Outcome(Struct, frozen=True, kw_only=True):
    """How a command ended. `said` may have many lines; `data` is what `--json` adds, plain JSON values.

    `told` means that the command itself has printed all there is to say, for commands that run long.
    """

    said: Words
    code: Exit = Exit.FINE
    data: dict[str, Any] = {}
    problems: list[Problem] = []
    told: bool = False

    def as_json(self, command: str) -> dict[str, Any]:
        """The one object that `--json` prints: a `Told`, with the `doc` of every problem."""
        return {
            "command": command,
            "exitCode": int(self.code),
            "ok": self.code is Exit.FINE,
            "zh": self.said.zh,
            "en": self.said.en,
            "problems": [problem.as_json() for problem in self.problems],
            "data": self.data,
        }

    def say(self, lang: str) -> str:
        """The same for people: the problems first, then the sentence that sums up."""
        return "\n".join([*(f"{problem.say(lang)}\n" for problem in self.problems), self.said.say(lang)])


class Stop(Exception):
    """Ends a command from anywhere inside it, with this outcome."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.said.en)
        self.outcome = outcome


def wrong_use(*, zh: str, en: str) -> Stop:
    """The command was called wrongly: what is wrong and what to type instead."""
    return Stop(Outcome(code=Exit.WRONG_USE, said=Words(zh=zh, en=en)))


def machine_lacks(*, zh: str, en: str) -> Stop:
    """This machine lacks something: what, and how to get it."""
    return Stop(Outcome(code=Exit.MACHINE_LACKS, said=Words(zh=zh, en=en)))


def with_problems(problems: list[Problem], *, data: dict[str, Any] | None = None) -> Outcome:
    """Problems decide the code: an error is 1, warnings alone are fine."""
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    return Outcome(
        code=Exit.PROBLEMS if errors else Exit.FINE,
        said=Words(zh=f"{errors} 个错误，{warnings} 个警告", en=f"{errors} error(s), {warnings} warning(s)"),
        data={"errors": errors, "warnings": warnings, **(data or {})},
        problems=problems,
    )
