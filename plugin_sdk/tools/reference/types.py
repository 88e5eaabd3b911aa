"""Types of the contract in words: `Annotated[str, Meta(max_length=200)]` becomes 文字，1–200 字."""

from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from msgspec import Meta, Struct

NAMES = {str: "文字", int: "整数", float: "数", bool: "true / false", dict: "对象", list: "列表", Any: "任意 JSON"}
LONGEST_PATTERN = 60


def in_words(expected: Any) -> str:
    """One line about what may stand there."""
    if get_origin(expected) is Annotated:
        bare, *metas = get_args(expected)
        limits = [limit for meta in metas if isinstance(meta, Meta) for limit in _limits(meta, bare)]
        return "，".join((in_words(bare), *limits))
    origin, inner = get_origin(expected), get_args(expected)
    if origin is Literal:
        return " ".join(f"`{value}`" for value in inner)
    if origin in {Union, UnionType}:
        return " 或 ".join(dict.fromkeys("null" if part is NoneType else in_words(part) for part in inner))
    if origin is list:
        return f"列表（{in_words(inner[0])}）"
    if origin is dict:
        return f"对象（名称到{in_words(inner[1])}）"
    if isinstance(expected, type) and issubclass(expected, Struct):
        return str(expected.__struct_config__.tag or expected.__name__)
    return NAMES.get(expected, str(getattr(expected, "__name__", "组件")))


def _limits(meta: Meta, bare: Any) -> list[str]:
    unit = "字" if bare is str else "项"
    found = []
    if meta.min_length is not None or meta.max_length is not None:
        found.append(f"{meta.min_length or 0}–{meta.max_length if meta.max_length is not None else ''} {unit}")
    if meta.ge is not None or meta.le is not None:
        found.append(f"{meta.ge if meta.ge is not None else ''}–{meta.le if meta.le is not None else ''}")
    if meta.pattern is not None and len(meta.pattern) <= LONGEST_PATTERN:
        found.append("`" + meta.pattern.replace("(?!\\n)", "").replace("|", "\\|") + "`")
    return found
