"""How secrets look: known forms of keys and tokens, names that mean a secret, and strings without any order."""

import math
import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct


class Secret(Struct, frozen=True, kw_only=True):
    """A probable secret; `shown` is enough to find it and too little to use it."""

    zh: str
    en: str
    line: int
    shown: str


KNOWN_FORMS = tuple(
    (zh, en, re.compile(pattern))
    for zh, en, pattern in (
        ("私钥", "A private key", r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----"),
        (
            "云服务密钥",
            "A cloud access key",
            r"\b(AKIA|ASIA|AGPA|AROA)[0-9A-Z]{16}\b|\bLTAI[0-9A-Za-z]{12,24}\b|\bAKID[0-9A-Za-z]{32}\b",
        ),
        (
            "代码托管令牌",
            "A token of a code host",
            r"\bgh[pousr]_[0-9A-Za-z]{36,}\b|\bgithub_pat_\w{22,}\b|\bglpat-[\w-]{20,}",
        ),
        (
            "聊天工具令牌",
            "A token of a chat service",
            r"\bxox[abprs]-[\w-]{10,}|\b(hooks\.slack\.com|oapi\.dingtalk\.com|qyapi\.weixin)\S+(key|access_token)=\w+",
        ),
        (
            "接口密钥",
            "An API key",
            r"\bAIza[0-9A-Za-z_-]{35}\b|\bsk-[A-Za-z0-9_-]{20,}|\b[spr]k_(live|test)_[0-9A-Za-z]{16,}|\bSG\.[\w-]{16,}\.[\w-]{16,}",
        ),
        ("登录令牌", "A signed token", r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}"),
        ("小程序密钥", "A mini-program's secret", r"\bwx[0-9a-f]{16}\b.{0,40}\b[0-9a-f]{32}\b"),
        (
            "带密码的连接地址",
            "A connection with its password",
            r"\b[a-z][a-z0-9+.-]{2,20}://[^\s/:@'\"]{0,60}:[^\s/@'\"{}$]{3,}@[\w.-]+",
        ),
        ("带密码的连接串", "A connection with its password", r"(?i)\b(password|pwd)\s*=\s*[^\s;'\"{}$]{4,}\s*;"),
        ("登录凭据", "A credential in a header", r"(?i)\b(basic|bearer)\s+[A-Za-z0-9+/_.~-]{16,}={0,2}"),
    )
)

NAMED = re.compile(
    r"""(?ix)
    (?P<name>[\w-]*(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|app[_-]?key
       |auth[_-]?key|sign(?:ing)?[_-]?key|encrypt(?:ion)?[_-]?key|sm[24][_-]?key|aes[_-]?key|credential|密码|口令|密钥|私钥|令牌)[\w-]*)
    ["']?\s*(?::\s*\w+\s*)?(?:=>|[:=]|\()\s*[rbfu]{0,2}["'](?P<value>[^"'\n]{4,})["']
    """
)
"""`name = "value"`, `"name": "value"` and `name("value")` where the name means a secret."""

LONG = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_=-]{20,}(?![\w+/=-])")
NO_SECRET = re.compile(
    r"(?i)^(x{3,}|\*{3,}|\.{3,}|<.*>|\{.*\}|\$\{?.*|your[-_ ].*|change[-_ ]?me.*"
    r"|example.*|none|null|true|false|required|string)$"
)
"""What stands where a secret would: placeholders and words."""

PLAIN_WORDS = re.compile(r"^[a-z]+([-_.][a-z]+)+$")
"""The name of something: `application-token`."""

LEAST_ENTROPY = 3.6
"""Bits a character: identifiers and words of twenty letters stay below, random letters and digits above."""

LEAST_HEX_ENTROPY = 3.0
HEX = re.compile(r"(?i)^[0-9a-f]{32,}$")


def secrets_in(text: str) -> Iterator[Secret]:
    """Every probable secret of a text, at most one a line."""
    for number, line in enumerate(text.split("\n"), start=1):
        found = _secret_of(line[:4_000])
        if found is not None:
            zh, en, value = found
            yield Secret(zh=zh, en=en, line=number, shown=f"{value[:4]}…")


def _secret_of(line: str) -> tuple[str, str, str] | None:
    for zh, en, form in KNOWN_FORMS:
        if match := form.search(line):
            return zh, en, match[0]
    for match in NAMED.finditer(line):
        if _could_be_secret(match["name"], match["value"]):
            return "密码或密钥", "A password or key", match["value"]
    for match in LONG.finditer(line):
        if _is_random(match[0]):
            return "像密钥的随机字符串", "A random string like a key", match[0]
    return None


def _could_be_secret(name: str, value: str) -> bool:
    """Whether a value beside such a name is one: no placeholder, no words for people, no name of something else."""
    if NO_SECRET.match(value.strip()) or not value.isascii() or value == name:
        return False
    if PLAIN_WORDS.match(value):
        return False
    if " " in value.strip() or value.endswith(("?", ":", ".")):
        return False
    has_digit_or_mark = any(not letter.isalpha() and letter not in "-_" for letter in value)
    return has_digit_or_mark or entropy(value) >= LEAST_HEX_ENTROPY


def _is_random(value: str) -> bool:
    bare = value.strip("=")
    if HEX.match(bare):
        return entropy(bare) >= LEAST_HEX_ENTROPY and len(set(bare)) > len("01234567")
    has_kinds = sum(any(kind(letter) for letter in bare) for kind in (str.islower, str.isupper, str.isdigit))
    looks_like_path = bare.count("/") > 1 and not any(letter.isdigit() for letter in bare)
    return has_kinds == len(("lower", "upper", "digit")) and not looks_like_path and entropy(bare) >= LEAST_ENTROPY


def entropy(value: str) -> float:
    """Bits of a character by Shannon, from how often each occurs."""
    return -sum(count / len(value) * math.log2(count / len(value)) for count in Counter(value).values())
