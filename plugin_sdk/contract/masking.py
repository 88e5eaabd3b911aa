"""Takes the people out of a recorded call: every personal value becomes an invented one of the same shape.

The same value becomes the same invented value wherever it recurs, starred forms (`620102********1232`, `王*满`)
included, so that a masked record still plays. Taken for personal: all that `person.*` answered; in what people typed
and in what other capabilities answered, everything but short codes, dates and small numbers; and whatever looks like a
number of a person, anywhere. In doubt a value is masked: a record that plays differently is the smaller harm.
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from plugin_sdk.contract.record import CallRecord, HostCallRecord

NUMBERS = re.compile(
    r"\d{6}[ -]\d{8}[ -]\d{3}[\dXx]"  # resident id in groups
    r"|1[3-9]\d[ -]\d{4}[ -]\d{4}"  # mobile phone in groups
    r"|(?<!\d)0\d{2,3}[ -]\d{7,8}(?!\d)"  # fixed line
    r"|\d{11,}[Xx]?"  # resident id, mobile phone, bank card and anything as long
    r"|(?<![A-Za-z0-9])[A-Z]{1,2}\d{7,8}(?![A-Za-z0-9])"  # passport, travel permit
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # e-mail address
)
"""What is personal by its look, whoever said it."""

CODE = re.compile(r"(?:[A-Za-z](?:[A-Za-z_.:/-]|\d{1,4}(?!\d)){0,63})?")
"""An identifier of the mini-app's own, such as a chosen option; stays, because the app's logic depends on it."""

MOMENT = re.compile(r"\d{4}-\d{2}(?:-\d{2}(?:T[\d:.]{5,15}(?:Z|[+-]\d{2}:\d{2})?)?)?|\d{2}:\d{2}(?::\d{2})?")
SMALL_NUMBER = re.compile(r"-?\d{1,6}(?:\.\d{1,4})?")

TELLING_NAMES = re.compile(
    r"name|phone|mobile|tel|mail|addr|birth|card|account|idnumber|id_number|passport|contact"
    r"|姓名|电话|手机|住址|地址|身份证|证件|生日|联系",
    re.IGNORECASE,
)
"""Under a field of such a name everything is personal."""

IDENTITY = re.compile(r"\d{17}[\dXx]")
PHONE = re.compile(r"1[3-9]\d{9}")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
SHORTEST_SEARCHED = 2
"""A value of one character is replaced where it stands alone, and not inside other words."""

LONGEST_SEARCHED = 60
"""Longer texts recur whole or not at all."""

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
CHECKS = "10X98765432"
ALPHABETS = ("0123456789", "abcdefghij", "ABCDEFGHIJ", "甲乙丙丁戊己庚辛壬癸")
INVENTED_BIRTH = "1901-01-01"
TRIES = 1_000


def masked(record: CallRecord) -> CallRecord:
    """The record without people. Pure: the same record gives the same masked record.

    Identifiers of the call itself (app, names, moment, entropy, capabilities, figures) stay.
    """
    words = _Words(dict.fromkeys(_personal_values(record)))
    host_calls = [
        HostCallRecord(capability=call.capability, payload=words.of(call.payload), answer=_of_answer(words, call))
        for call in record.host_calls
    ]
    request = msgspec.structs.replace(record.request, input=words.of(record.request.input))
    if request.launch:
        launch = msgspec.structs.replace(request.launch, params=words.of(request.launch.params))
        request = msgspec.structs.replace(request, launch=launch)
    return msgspec.structs.replace(record, request=request, host_calls=host_calls, answer=words.of(record.answer))


def _of_answer(words: "_Words", call: HostCallRecord) -> Any:
    """Our own code of a refusal is nobody's data, whatever it happens to contain."""
    if not isinstance(call.answer, dict):
        return words.of(call.answer)
    return {key: said if key in {"answer", "code"} else words.of(said) for key, said in call.answer.items()}


def _personal_values(record: CallRecord) -> Iterator[str]:
    typed = [record.request.input, record.request.launch.params if record.request.launch else {}]
    yield from _in(typed, everything=False)
    for call in record.host_calls:
        said = call.answer.get("value") if isinstance(call.answer, dict) else call.answer
        yield from _in(said, everything=call.capability.startswith("person."))
    for text in _strings([typed, [(call.payload, call.answer) for call in record.host_calls]]):
        yield from NUMBERS.findall(text)
    for text in _strings(record.answer):
        yield from NUMBERS.findall(text)


def _in(value: Any, *, everything: bool) -> Iterator[str]:
    """Personal values of what came from outside the guest."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _in(inner, everything=everything or bool(TELLING_NAMES.search(key)))
    elif isinstance(value, list):
        for inner in value:
            yield from _in(inner, everything=everything)
    elif isinstance(value, str) and value.strip() and (everything or not _is_plain(value)):
        yield value
    elif everything and isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)


def _is_plain(text: str) -> bool:
    return bool(CODE.fullmatch(text) or MOMENT.fullmatch(text) or SMALL_NUMBER.fullmatch(text))


def _strings(value: Any) -> Iterator[str]:
    """Every text and number inside, keys included."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, str | int) and not isinstance(value, bool):
        yield str(value)


class _Words:
    """Which invented value stands for which personal one."""

    def __init__(self, originals: dict[str, None]) -> None:
        self._searched = sorted(
            (each for each in originals if SHORTEST_SEARCHED <= len(each) <= LONGEST_SEARCHED), key=len, reverse=True
        )
        self._invented: dict[str, str] = {}
        taken: set[str] = set()
        for original in originals:
            self._invented[original] = self._invent(original, taken)
            taken.add(self._invented[original])

    def of(self, value: Any) -> Any:
        """The value with every personal part replaced; keys too."""
        if isinstance(value, dict):
            return {self._text(key): self.of(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.of(inner) for inner in value]
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, int | float) and not isinstance(value, bool) and str(value) in self._invented:
            return type(value)(self._invented[str(value)])
        return value

    def _text(self, text: str) -> str:
        if text in self._invented:
            return self._invented[text]
        starred = "*" in text
        # Only what is there goes into the pattern: most texts hold nothing of anybody.
        present = [each for each in self._searched if starred or each in text]
        if not present:
            return text
        pattern = "|".join(f"({_or_stars(each) if starred else re.escape(each)})" for each in present)
        return re.sub(pattern, lambda found: self._same_stars(found[0], present[(found.lastindex or 1) - 1]), text)

    def _same_stars(self, found: str, original: str) -> str:
        invented = self._invented[original]
        return "".join("*" if seen == "*" else said for seen, said in zip(found, invented, strict=True))

    def _invent(self, original: str, taken: set[str]) -> str:
        """An invented value that nobody has here: neither taken nor containing anything personal."""
        invented = original
        for number in range(len(taken), len(taken) + TRIES):
            invented = _shaped(original, number)
            if DATE.fullmatch(original) or (
                invented not in taken and not any(each in invented for each in self._searched)
            ):
                break
        return invented


def _or_stars(original: str) -> str:
    """Matches the value, and the value with any of its characters starred."""
    return "".join(f"[{re.escape(character)}*]" for character in original)


def _shaped(original: str, number: int) -> str:
    """The `number`-th invented value of this shape."""
    if IDENTITY.fullmatch(original):
        return invented_identity_number(number)
    if PHONE.fullmatch(original):
        return f"1990000{number % 10_000:04d}"
    if DATE.fullmatch(original):
        return INVENTED_BIRTH
    return "".join(_like(each, number // 10 ** min(place, 18) % 10) for place, each in _from_the_end(original))


def invented_identity_number(number: int) -> str:
    """A resident id with a right check digit that nobody has: its region 999999 does not exist."""
    digits = f"999999{INVENTED_BIRTH.replace('-', '')}{number % 1_000:03d}"
    return digits + CHECKS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11]


def _from_the_end(text: str) -> Iterator[tuple[int, str]]:
    return ((len(text) - 1 - place, each) for place, each in enumerate(text))


def _like(character: str, digit: int) -> str:
    digits, small, capital, others = ALPHABETS
    if not character.isalnum():
        return character
    if character.isdigit():
        return digits[digit]
    if character.isascii():
        return (small if character.islower() else capital)[digit]
    return others[digit]
