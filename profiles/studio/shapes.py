"""What msgspec says of a body that has not the shape of a definition, as a fault with its place. Pure."""

import re
from typing import Final

from backend.identity.consents.structs import Bilingual
from profiles.publishing.structs import Flaw

_PLACED: Final = re.compile(r"^(?P<message>.*?)(?: - at `\$\.?(?P<path>.*)`)?$", re.DOTALL)
_MISSING: Final = re.compile(r"^Object missing required field `(?P<name>\w+)`$")
_UNKNOWN: Final = re.compile(r"^Object contains unknown field `(?P<name>\w+)`$")
SHAPE: Final = "shape"


def flaw_of(message: str) -> Flaw:
    """The fault behind a validation error; msgspec tells one at a time."""
    found = _PLACED.match(message)
    words, path = (found["message"], found["path"] or "") if found else (message, "")
    if one := _MISSING.match(words):
        return _flaw(path, f"缺少“{one['name']}”。", f"{one['name']} is missing.", "补上这一项。", "Fill it in.")
    if one := _UNKNOWN.match(words):
        return _flaw(
            path, f"没有“{one['name']}”这一项。", f"There is no member {one['name']}.", "删除这一项。", "Remove it."
        )
    return _flaw(
        path,
        f"格式不对：{words}",
        f"Its form is wrong: {words}",
        "按要求的类型和格式填写。",
        "Write it in the form that is asked for.",
    )


def _flaw(path: str, cause_zh: str, cause_en: str, fix_zh: str, fix_en: str) -> Flaw:
    return Flaw(path=path, code=SHAPE, cause=Bilingual(zh=cause_zh, en=cause_en), fix=Bilingual(zh=fix_zh, en=fix_en))
