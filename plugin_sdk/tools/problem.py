"""One finding about a package, in the one shape that every tool gives: check, dev, test and run."""

from typing import Literal

from msgspec import Struct

Severity = Literal["error", "warning"]
"""An error stops publication; a warning is for the author and the reviewer to weigh."""

DOCS = "docs/reference/problems.md"
"""The page that lists every code; `doc` of a problem points into it."""


class Words(Struct, frozen=True, kw_only=True):
    """The same sentence in Chinese and in English."""

    zh: str
    en: str

    def say(self, lang: str) -> str:
        """The sentence in that language; Chinese unless English is asked for."""
        return self.en if lang.startswith("en") else self.zh

    def filled(self, **values: object) -> "Words":
        """The same words with their `{places}` filled; a brace in a value stays what it is."""
        return Words(zh=self.zh.format(**values), en=self.en.format(**values))


class Problem(Struct, frozen=True, kw_only=True):
    """What is wrong (`zh`, `en`), why it matters (`cause`), what to do (`fix`), and where.

    `file` is relative to the project, with slashes; `line` counts from 1, and is 1 where a whole file is meant.
    `pointer` is a JSON pointer (RFC 6901) into the manifest or into the drawn screen, empty where there is none.
    """

    code: str
    file: str
    zh: str
    en: str
    cause_zh: str
    cause_en: str
    fix_zh: str
    fix_en: str
    line: int = 1
    pointer: str = ""
    severity: Severity = "error"

    @property
    def doc(self) -> str:
        """Where the code is explained."""
        return f"{DOCS}#{self.code.replace('.', '')}"

    @property
    def place(self) -> str:
        """`file:line`, as editors and terminals make it a link."""
        return f"{self.file}:{self.line}"

    def say(self, lang: str) -> str:
        """The whole problem as lines of text."""
        words = (
            ("Why", self.en, self.cause_en, "Fix", self.fix_en)
            if lang.startswith("en")
            else ("原因", self.zh, self.cause_zh, "改法", self.fix_zh)
        )
        why, what, cause, fix, remedy = words
        at = f"{self.place}{f' {self.pointer}' if self.pointer else ''}"
        return f"{at}  {self.severity} {self.code}\n  {what}\n  {why}: {cause}\n  {fix}: {remedy}\n  {self.doc}"

    def as_json(self) -> dict[str, str | int]:
        """For `--json`: every member, `doc` included."""
        return {**{name: getattr(self, name) for name in self.__struct_fields__}, "doc": self.doc}
