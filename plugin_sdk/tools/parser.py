"""argparse in two languages, refusing with an `Outcome` instead of ending the process."""

import argparse
import re
from collections.abc import Sequence
from typing import NoReturn

from plugin_sdk.tools.outcome import wrong_use
from plugin_sdk.tools.problem import Words

REFUSALS = (
    (r"the following arguments are required: (?P<names>.+)", "缺少参数：{names}"),
    (r"unrecognized arguments: (?P<names>.+)", "不认识的参数：{names}"),
    (r"argument (?P<name>.+?): expected one argument", "参数 {name} 后面要写一个值"),
    (r"argument (?P<name>.+?): invalid choice: (?P<given>.+?) \(choose from (?P<known>.+)\)",
     "参数 {name} 没有 {given} 这个值，可以是：{known}"),
    (r"argument (?P<name>.+?): invalid \w+ value: (?P<given>.+)", "参数 {name} 的值 {given} 不对"),
    (r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)", "参数 {name} 不能和 {other} 一起用"),
    (r"argument (?P<name>.+?): ignored explicit argument (?P<given>.+)", "参数 {name} 后面不写值，去掉 {given}"),
    (r"ambiguous option: (?P<given>.+?) could match (?P<known>.+)", "{given} 不明确，可能是：{known}"),
)  # fmt: skip
"""What argparse says, and the same in Chinese. What is missing here is said in English rather than not at all."""


class CommandParser(argparse.ArgumentParser):
    """The parser of `gkb` and of each of its commands; `say` picks the words of the terminal's language."""

    def __init__(self, *, prog: str, lang: str, description: Words, parents: Sequence["CommandParser"] = ()) -> None:
        super().__init__(
            prog=prog,
            description=description.say(lang),
            parents=list(parents),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            add_help=False,
            allow_abbrev=False,
        )
        self.lang = lang
        self._positionals.title = self.say(zh="参数", en="arguments")
        self._optionals.title = self.say(zh="选项", en="options")

    def say(self, *, zh: str, en: str) -> str:
        """The words in the terminal's language."""
        return en if self.lang == "en" else zh

    def add_usual(self) -> None:
        """The options that every command has."""
        self.add_argument("-h", "--help", action="help", help=self.say(zh="显示这份说明", en="show this help"))
        self.add_argument(
            "--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help=self.say(zh="语言", en="language")
        )
        self.add_argument(
            "--json",
            action="store_true",
            default=argparse.SUPPRESS,
            help=self.say(zh="只输出一个 JSON 对象，供程序读取", en="print one JSON object, for programs"),
        )

    def add_folder(self) -> None:
        """The argument of every command about a project."""
        self.add_argument(
            "folder",
            nargs="?",
            default=".",
            help=self.say(zh="项目文件夹，默认当前文件夹", en="the project, default here"),
        )

    def add_engine(self) -> None:
        """The option of every command that runs a mini-app."""
        self.add_argument(
            "--engine",
            choices=("wasm", "python"),
            help=self.say(zh="运行方式：默认有 wasm 就用 wasm", en="what runs it: wasm where that is installed"),
        )

    def format_usage(self) -> str:
        """As argparse, in the terminal's language."""
        return self._in_language(super().format_usage())

    def format_help(self) -> str:
        """As argparse, in the terminal's language."""
        return self._in_language(super().format_help())

    def error(self, message: str) -> NoReturn:
        """Refuse instead of exiting: the caller prints, in words or in JSON."""
        usage = self.format_usage().strip()
        raise wrong_use(
            zh=f"{_in_chinese(message)}\n{usage}\n详细说明：{self.prog} --help",
            en=f"{message}\n{usage}\nmore: {self.prog} --help",
        )

    def _in_language(self, text: str) -> str:
        return text if self.lang == "en" else text.replace("usage: ", "用法：", 1)


def _in_chinese(message: str) -> str:
    for english, chinese in REFUSALS:
        if found := re.fullmatch(english, message):
            return chinese.format(**found.groupdict())
    return message
