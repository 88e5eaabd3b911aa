"""A purpose can only name fields that the house knows."""

import difflib
from collections.abc import Iterator
from typing import get_args

from plugin_sdk.contract.capabilities.cases import CASES_FIELD
from plugin_sdk.contract.capabilities.person import PersonField
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.field-unknown",
    what=Words(
        zh="平台没有 {name} 这个字段{near}",
        en="There is no field {name}{near}",
    ),
    cause=Words(
        zh="只能申请平台掌握的个人信息字段",
        en="A purpose can only ask for fields that the platform knows",
    ),
    fix=Words(
        zh="改成其中之一：{all}",
        en="Take one of: {all}",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Fields of purposes, and fields read in the code, that do not exist."""
    known = (*get_args(PersonField), CASES_FIELD)
    for place, purpose in reviewed.members("/gkb/purposes"):
        fields = purpose.get("fields") if isinstance(purpose, dict) else None
        for index, name in enumerate(fields if isinstance(fields, list) else []):
            if isinstance(name, str) and name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                told = {"name": name, "near": f" ({near[0]}?)" if near else "", "all": ", ".join(known)}
                yield RULE.at(reviewed.in_manifest(f"{place}/fields/{index}"), **told)
