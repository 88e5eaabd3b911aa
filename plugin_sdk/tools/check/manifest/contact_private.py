"""Whoever answers is an office; a private number would go with the person."""

import re
from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.contact-private",
    severity="warning",
    what=Words(
        zh="联系电话 {phone} 像个人手机号",
        en="The contact's number {phone} looks like a private mobile",
    ),
    cause=Words(
        zh="联系人应是办公窗口；个人号码会公开给所有用户，人员调动后也会失效",
        en="A contact is an office: a private number would be public, and leave with the person",
    ),
    fix=Words(
        zh="改为办公电话或 12345 热线",
        en="Give an office number or the hotline 12345",
    ),
)

MOBILE = re.compile(r"(86)?1[3-9]\d{9}")


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Mobile numbers among the contacts."""
    for phone, pointer in reviewed.named("/gkb/contacts", "phone").items():
        if MOBILE.fullmatch(phone.replace("-", "")):
            yield RULE.at(reviewed.in_manifest(pointer), phone=f"{phone[:3]}****")
