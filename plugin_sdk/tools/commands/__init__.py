"""The commands of `gkb`, one module each: a module with these four names in this folder is a command, nothing more."""

import argparse
import importlib
import pkgutil
from collections.abc import Callable
from typing import NamedTuple

from plugin_sdk.tools.outcome import Outcome
from plugin_sdk.tools.parser import CommandParser
from plugin_sdk.tools.problem import Words

ORDER = ("new", "dev", "test", "run", "replay", "check", "doctor", "types", "keys", "pack", "sign", "verify")
"""As an author meets them; what is not named here follows by name."""


class Command(NamedTuple):
    """What a command module shows. `run` ends with an `Outcome`, or raises `Stop` with one."""

    NAME: str
    HELP: Words
    arguments: Callable[[CommandParser], None]
    run: Callable[[argparse.Namespace], Outcome]


def all_commands() -> list[Command]:
    """Every command there is. Modules are light to import; what is heavy they import when they run."""
    found = [_command(info.name) for info in pkgutil.iter_modules(__path__)]
    return sorted(found, key=lambda command: (_place(command.NAME), command.NAME))


def _command(module_name: str) -> Command:
    module = importlib.import_module(f"{__name__}.{module_name}")
    return Command(NAME=module.NAME, HELP=module.HELP, arguments=module.arguments, run=module.run)


def _place(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)
