"""Everything in a package that people may come to read, with its place."""

import ast
import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from plugin_sdk.tools.check.rule import Place
from plugin_sdk.tools.json_text import escaped
from plugin_sdk.tools.project import MANIFEST, Module, Project

CHINESE = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
"""Unified ideographs of the basic plane and of the planes that hold rare names."""


class Sentence(Struct, frozen=True, kw_only=True):
    """A text. `lang` is "zh" or "en" where the place says which, else empty.

    `named`: the language is said in so many words (`zh=`), not only by the order of a pair.
    """

    text: str
    file: str
    line: int
    pointer: str = ""
    lang: str = ""
    named: bool = False


def sentences(project: Project) -> list[Sentence]:
    """Texts of the manifest, and every string of the code that is no docstring."""
    found = list(_of_json(project, project.manifest_text.value, ""))
    for module in project.modules:
        found += _of_code(module)
    return found


def place_of(sentence: Sentence) -> Place:
    """Where a finding about it points."""
    return Place(file=sentence.file, line=sentence.line, pointer=sentence.pointer)


def has_chinese(text: str) -> bool:
    """Whether there is a Chinese character in it, of the basic plane or beyond."""
    return CHINESE.search(text) is not None


def has_latin(text: str) -> bool:
    """Whether there is a letter of the Latin alphabet in it."""
    return any("a" <= letter.lower() <= "z" for letter in text)


def _of_json(project: Project, value: Any, pointer: str) -> Iterator[Sentence]:
    if isinstance(value, str):
        lang = pointer.rpartition("/")[2]
        yield Sentence(
            text=value,
            file=MANIFEST,
            line=project.manifest_text.line(pointer),
            pointer=pointer,
            lang=lang if lang in {"zh", "en"} else "",
        )
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _of_json(project, inner, f"{pointer}/{escaped(name)}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _of_json(project, inner, f"{pointer}/{index}")


def _of_code(module: Module) -> Iterator[Sentence]:
    if module.tree is None:
        return
    spoken = _languages(module.tree)
    silent = _docstrings(module.tree)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            lang, named = spoken.get(id(node), ("", False))
            yield Sentence(text=node.value, file=module.path, line=node.lineno, lang=lang, named=named)


def _docstrings(tree: ast.AST) -> set[int]:
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }


def _languages(tree: ast.AST) -> dict[int, tuple[str, bool]]:
    """Strings whose place says their language: `zh=` and `en=`, and both halves of a pair in a dictionary."""
    found: dict[int, tuple[str, bool]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in {"zh", "en"}:
            found[id(node.value)] = (node.arg, True)
        elif isinstance(node, ast.Dict):
            found |= _of_pairs([value.elts for value in node.values if isinstance(value, ast.Tuple)])
    return found


def _of_pairs(tuples: list[list[ast.expr]]) -> dict[int, tuple[str, bool]]:
    """The halves of (Chinese, English) pairs, where most tuples of the dictionary are such pairs: others are data."""
    pairs = [
        (zh, en, has_chinese(str(zh.value)) and not has_chinese(str(en.value)))
        for zh, en in (each for each in tuples if len(each) == len(("zh", "en")))
        if isinstance(zh, ast.Constant) and isinstance(en, ast.Constant)
    ]
    if sum(is_pair for *_, is_pair in pairs) * 2 < len(pairs):
        return {}
    return {id(half): (lang, False) for zh, en, _ in pairs for half, lang in ((zh, "zh"), (en, "en"))}
