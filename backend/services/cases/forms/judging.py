"""Judge what was typed, field by field, by the rules of its kind; numbers of people and firms by their check digits.

The phone judges the same way (`backend/shell/src/catalog/validation.ts`), to spare a round trip; this is what counts.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, Final

from backend.core.identifiers import (
    BadIdentifier,
    Document,
    parse_credit_code,
    parse_document,
    parse_phone,
    parse_region,
)
from backend.services.cases.forms.kinds import (
    DRAWN,
    FEN_MOST,
    NUMBER_MOST,
    TYPED,
    files_most,
    is_empty,
    is_of_type,
    text_most,
)
from backend.services.cases.forms.structs import Trouble
from backend.services.items.structs import Field

WORDS: Final = {
    "missing": ("请填写“{title}”。", "Please answer: {title}."),
    "type": ("“{title}”的格式不对。", "{title} is not in the right form."),
    "short": ("“{title}”至少 {limit} 个字。", "{title} needs at least {limit} characters."),
    "long": ("“{title}”最多 {limit} 个字。", "{title} takes at most {limit} characters."),
    "pattern": ("“{title}”的格式不对，请对照说明修改。", "{title} is not in the right form; see the hint."),
    "number": ("“{title}”请填数字。", "{title} must be a number."),
    "whole": ("“{title}”请填到分，不能更细。", "{title} is an amount to the cent."),
    "small": ("“{title}”不能小于 {limit}。", "{title} is at least {limit}."),
    "big": ("“{title}”不能大于 {limit}。", "{title} is at most {limit}."),
    "phone": ("手机号码应为 11 位数字。", "A mobile number has 11 digits."),
    "document-kind": ("请选择证件类型。", "Please choose the kind of document."),
    "document-check": ("证件号码有误，请核对每一位。", "The document number is wrong; please check each digit."),
    "document-birth": ("证件号码中的出生日期不对。", "The birth date in the document number is wrong."),
    "document-shape": ("证件号码的位数或格式不对。", "The document number has the wrong length or form."),
    "credit-check": ("统一社会信用代码有误，请核对每一位。", "The credit code is wrong; please check each character."),
    "credit-shape": ("统一社会信用代码应为 18 位。", "A credit code has 18 characters."),
    "day": ("“{title}”不是有效的日期。", "{title} is not a day of the calendar."),
    "period": ("请填写起止日期。", "Please give both days."),
    "period-order": ("开始日期不能晚于结束日期。", "The first day is after the last."),
    "choice": ("请从“{title}”的选项中选择。", "Please choose one of the answers offered for {title}."),
    "few": ("“{title}”至少选 {limit} 项。", "{title}: at least {limit}."),
    "many": ("“{title}”最多 {limit} 项。", "{title}: at most {limit}."),
    "agree": ("请阅读并勾选“{title}”。", "Please read and tick: {title}."),
    "region": ("请选择所在地区。", "Please choose a place."),
    "address": ("请填写详细地址。", "Please give the address."),
    "signature": ("请签名或输入姓名。", "Please sign, or type your name."),
}
"""What people are told, by fault; `{title}` is the field's."""

Fault = tuple[str, int | str | None] | None
Judged = tuple[Any, Fault]


def judge(field: Field, value: Any, *, today: date) -> tuple[Any, Trouble | None]:
    """The value in its normal form, and what is wrong with it; an empty one is wrong only where it must be there."""
    if is_empty(value) or (field.kind == "Agreement" and value is False):
        said = "agree" if field.kind == "Agreement" else "missing"
        return None, trouble(field, said) if field.required else None
    if not is_of_type(field, value):
        return value, trouble(field, "type")
    normal, fault = _JUDGES.get(field.kind, _text)(field, value, today)
    return normal, trouble(field, *fault) if fault else None


def trouble(field: Field, fault: str, limit: int | str | None = None) -> Trouble:
    """The fault in words."""
    zh, en = WORDS[fault]
    said = {"title": field.title, "limit": "" if limit is None else limit}
    return Trouble(field=field.name, zh=zh.format(**said), en=en.format(**said))


@cache
def _compiled(pattern: str) -> re.Pattern[str] | None:
    try:
        return re.compile(pattern)
    except re.error:
        return None  # written for the phone's engine; the catalogue's reader warns of it, people are not locked out


def _text(field: Field, value: Any, _today: date) -> Judged:
    text = str(value).strip()
    if len(text) < (least := field.minimum or 1):
        return text, ("short", least)
    if len(text) > (most := text_most(field)):
        return text, ("long", most)
    return text, None if _matches(field, text) else ("pattern", None)


def _matches(field: Field, text: str) -> bool:
    pattern = _compiled(field.pattern) if field.pattern else None
    return pattern is None or bool(pattern.search(text))


def _number(field: Field, value: Any, _today: date) -> Judged:
    if isinstance(value, str):
        return value, ("number", None)
    low = -NUMBER_MOST if field.minimum is None else field.minimum
    high = NUMBER_MOST if field.maximum is None else field.maximum
    return value, _bounds(value, low=low, high=high)


def _money(field: Field, value: Any, _today: date) -> Judged:
    if not isinstance(value, int):
        return value, ("number" if isinstance(value, str) else "whole", None)
    high = FEN_MOST if field.maximum is None else field.maximum
    fault = _bounds(value, low=field.minimum or 0, high=high)
    return value, (fault[0], _yuan(int(fault[1] or 0))) if fault else None


def _bounds(value: float, *, low: int, high: int) -> Fault:
    if value < low:
        return "small", low
    return ("big", high) if value > high else None


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"


def _phone(_field: Field, value: Any, _today: date) -> Judged:
    try:
        return parse_phone(value), None
    except BadIdentifier:
        return value, ("phone", None)


def _document(_field: Field, value: Any, today: date) -> Judged:
    try:
        kind = Document(value.get("type") or Document.RESIDENT_ID_CARD)
    except ValueError:
        return value, ("document-kind", None)
    try:
        return {
            "type": kind.value,
            "number": parse_document(value.get("number") or "", document=kind, today=today),
        }, None
    except BadIdentifier as bad:
        faults = {"check": "document-check", "birth-date": "document-birth"}
        return value, (faults.get(bad.reason, "document-shape"), None)


def _credit(_field: Field, value: Any, _today: date) -> Judged:
    try:
        return parse_credit_code(value), None
    except BadIdentifier as bad:
        return value, ("credit-check" if bad.reason == "check" else "credit-shape", None)


def _is_day(text: Any) -> bool:
    try:
        return isinstance(text, str) and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _day(field: Field, value: Any, _today: date) -> Judged:
    if not _is_day(value):
        return value, ("day", None)
    return value, None if _matches(field, value) else ("pattern", None)


def _period(_field: Field, value: Any, _today: date) -> Judged:
    first, last = value.get("from"), value.get("to")
    if not (_is_day(first) and _is_day(last)):
        return value, ("period", None)
    return value, ("period-order", None) if first > last else None


def _choice(field: Field, value: Any, _today: date) -> Judged:
    return value, None if value in {choice.value for choice in field.choices} else ("choice", None)


def _choices(field: Field, value: Any, _today: date) -> Judged:
    chosen = list(dict.fromkeys(value))
    if not set(chosen) <= {choice.value for choice in field.choices}:
        return chosen, ("choice", None)
    return chosen, _amount(len(chosen), least=field.minimum or 1, most=field.maximum or len(field.choices))


def _amount(count: int, *, least: int, most: int) -> Fault:
    if count < least:
        return "few", least
    return ("many", most) if count > most else None


def _files(field: Field, value: Any, _today: date) -> Judged:
    return value, _amount(len(value), least=field.minimum or 1, most=files_most(field))


def _region(field: Field, value: Any, _today: date) -> Judged:
    try:
        code = parse_region(value)
    except BadIdentifier:
        return value, ("region", None)
    return code, None if _matches(field, code) else ("region", None)


def _address(_field: Field, value: Any, _today: date) -> Judged:
    detail = (value.get("detail") or "").strip()
    try:
        code = parse_region(value.get("regionCode") or "")
    except BadIdentifier:
        return value, ("region", None)
    return {"regionCode": code, "detail": detail}, None if detail else ("address", None)


def _signature(_field: Field, value: Any, _today: date) -> Judged:
    named = value.startswith(TYPED) and bool(value.removeprefix(TYPED).strip())
    return value, None if named or DRAWN.fullmatch(value) else ("signature", None)


_JUDGES: Final[dict[str, Callable[[Field, Any, date], Judged]]] = {
    "Number": _number,
    "Money": _money,
    "Phone": _phone,
    "IdDocument": _document,
    "CreditCode": _credit,
    "Date": _day,
    "Period": _period,
    "Choice": _choice,
    "MultiChoice": _choices,
    "Attachment": _files,
    "Agreement": lambda _field, value, _today: (value, None),
    "YesNo": lambda _field, value, _today: (value, None),
    "Region": _region,
    "StandardAddress": _address,
    "Signature": _signature,
}
