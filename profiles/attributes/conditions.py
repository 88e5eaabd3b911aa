"""The condition language as the rooms above use it: its words, judging and checking, from one place.

condition = decode(b'{"test": "age", "attribute": "person.birthDate", "atLeast": 60}')
check(condition, catalogue)          # -> faults, none when it may be kept
judge(condition, facts, on=today)    # -> met, not-met or unknown, with reasons and what is missing
"""

import msgspec

from profiles.attributes.checking import Fault, check
from profiles.attributes.flaws import of_condition as flaws_of
from profiles.attributes.judging import Facts, Judgement, Reason, Verdict, judge, verdict_of
from profiles.attributes.kinds import Known, Purpose, Scalar, Sort, SourceKind, SubjectKind, Value, ValueKind
from profiles.attributes.language import (
    Absent,
    After,
    Age,
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Before,
    Comparison,
    Condition,
    In,
    Is,
    Not,
    Present,
    RegionWithin,
    WithinDays,
    attributes_of,
    parts_of,
)

__all__ = (
    "Absent", "After", "Age", "AllOf", "AnyOf", "AtLeast", "AtMost", "Before", "Comparison", "Condition", "Facts",
    "Fault", "In", "Is", "Judgement", "Known", "Not", "Present", "Purpose", "Reason", "RegionWithin", "Scalar", "Sort",
    "SourceKind", "SubjectKind", "Value", "ValueKind", "Verdict", "WithinDays", "attributes_of", "check", "decode",
    "encode", "flaws_of", "judge", "parts_of", "verdict_of",
)  # fmt: skip

encode = msgspec.json.Encoder().encode
_decoder: msgspec.json.Decoder[Condition] = msgspec.json.Decoder(Condition)


def decode(raw: bytes | str) -> Condition:
    """The condition that JSON says.

    Raises:
        msgspec.ValidationError: it is none: unknown tests and members, wrong types, too many parts.
    """
    try:
        return _decoder.decode(raw)
    except RecursionError as error:
        raise msgspec.ValidationError("nested too deeply") from error
