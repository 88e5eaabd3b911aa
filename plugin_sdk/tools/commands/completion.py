"""`gkb completion`: what a shell needs to complete commands and options."""

import argparse

from plugin_sdk.tools.outcome import Outcome
from plugin_sdk.tools.parser import CommandParser
from plugin_sdk.tools.problem import Words

NAME = "completion"
HELP = Words(
    zh='输出命令补全脚本，例如 eval "$(gkb completion bash)"',
    en='Print a completion script, for example eval "$(gkb completion bash)"',
)
SHELLS = ("bash", "zsh", "fish")


def arguments(parser: CommandParser) -> None:
    """Which shell."""
    parser.add_argument("shell", choices=SHELLS, help=parser.say(zh="哪一种 shell", en="which shell"))


def run(options: argparse.Namespace) -> Outcome:
    """The script, made from the commands as they are."""
    # Late: the frame imports the commands, and this command reads the frame.
    from plugin_sdk.tools.cli import parser_of
    from plugin_sdk.tools.commands import all_commands

    _, parsers = parser_of(all_commands(), lang=options.lang)
    words = {name: _words(parser) for name, parser in parsers.items()}
    helps = {command.NAME: command.HELP.say(options.lang) for command in all_commands()}
    script = {"bash": _bash, "zsh": _zsh, "fish": _fish}[options.shell](words, helps)
    return Outcome(said=Words(zh=script, en=script), data={"shell": options.shell, "script": script})


def _words(parser: CommandParser) -> list[str]:
    found: list[str] = []
    for action in parser._actions:  # noqa: SLF001  # argparse has no other way to list what it knows
        found += [option for option in action.option_strings if option.startswith("--")]
        if not action.option_strings and action.choices:
            found += [str(choice) for choice in action.choices]
    return found


def _bash(words: dict[str, list[str]], _helps: dict[str, str]) -> str:
    cases = "\n".join(f'    {name}) words="{" ".join(each)}" ;;' for name, each in words.items())
    return f"""_gkb() {{
  local word="${{COMP_WORDS[COMP_CWORD]}}" words
  case "${{COMP_WORDS[1]}}" in
{cases}
    *) words="{" ".join(words)} --help --lang --json --version" ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then words="{" ".join(words)} --help --lang --json --version"; fi
  COMPREPLY=( $(compgen -W "$words" -- "$word") $(compgen -f -- "$word") )
}}
complete -o filenames -F _gkb gkb"""


def _zsh(words: dict[str, list[str]], helps: dict[str, str]) -> str:
    listed = "\n".join(f"    '{name}:{_quoted(helps[name])}'" for name in words)
    cases = "\n".join(f"    {name}) compadd -- {' '.join(each)}; _files ;;" for name, each in words.items())
    return f"""#compdef gkb
_gkb() {{
  local -a commands
  commands=(
{listed}
  )
  if (( CURRENT == 2 )); then _describe 'gkb' commands; return; fi
  case "$words[2]" in
{cases}
  esac
}}
compdef _gkb gkb"""


def _fish(words: dict[str, list[str]], helps: dict[str, str]) -> str:
    lines = [f"complete -c gkb -n __fish_use_subcommand -f -a {name} -d '{_quoted(helps[name])}'" for name in words]
    for name, each in words.items():
        for word in each:
            option = f"-l {word[2:]}" if word.startswith("--") else f"-f -a {word}"
            lines.append(f"complete -c gkb -n '__fish_seen_subcommand_from {name}' {option}")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return text.replace("'", "").replace(":", " ").replace("\n", " ")
