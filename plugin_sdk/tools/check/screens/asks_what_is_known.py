"""One source for each fact: what the government knows is not typed again."""

import re
from collections.abc import Iterator

from plugin_sdk.tools.check.facts.on_screen import place_on
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.drawing.drawings import fields, parts, shown
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="screens.asks-what-is-known",
    what=Words(
        zh="字段 {field}（{title}）可以由 ctx.person.read 提供",
        en="The field {field} ({title}) can be given by ctx.person.read",
    ),
    cause=Words(
        zh="政府已掌握的信息不得让群众重复填写（一数一源）",
        en="What the government knows must not be asked again",
    ),
    fix=Words(
        zh='用 ctx.person.read(fields=["{known}"]) 读取，ui.prefilled 显示；确为他人信息时在标题写明是谁的',
        en='Read it with ctx.person.read(fields=["{known}"]); if it is somebody else\'s, say whose in the title',
    ),
)

KNOWN = {
    "name": ({"name", "realname", "fullname", "applicantname", "username"}, {"姓名", "真实姓名", "name", "fullname"}),
    "idNumber": (
        {"idnumber", "idcard", "idno", "identitynumber", "idcardnumber", "sfzh"},
        {"身份证号", "身份证号码", "证件号码", "公民身份号码", "身份证", "idnumber", "idcardnumber"},
    ),
    "phone": (
        {"phone", "mobile", "phonenumber", "mobilenumber", "tel"},
        {"手机号", "手机号码", "联系电话", "电话", "联系方式", "phone", "phonenumber", "mobile", "mobilenumber"},
    ),
    "birthDate": ({"birthdate", "birthday", "dateofbirth"}, {"出生日期", "生日", "dateofbirth", "birthday"}),
    "gender": ({"gender", "sex"}, {"性别", "gender", "sex"}),
    "regionName": ({"regioncode", "regionname"}, {"所在地区", "户籍所在地", "region"}),
}
"""What `person.read` gives, and how forms ask for it: names of fields and whole titles, in small letters."""

OTHERS = re.compile(
    r"(子女|孩子|学生|儿童|配偶|家人|家属|成员|父亲|母亲|监护人|被|代办|委托|法定代表|经办|企业|单位|紧急|收件|投诉|对方)"
    r"|child|spouse|family|guardian|agent|company|emergency|other|contact person",
    re.IGNORECASE,
)
"""Words of a title that say that somebody else is meant."""


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Questions for the caller's own name, number, phone, birthday, sex or region."""
    for each in shown(reviewed.drawings):
        for pointer, part in parts(each.screen):
            for name, field in fields(part) if part["component"] == "Form" else ():
                title = str(field.get("title", ""))
                known = None if field.get("readOnly") or OTHERS.search(title) else known_field(name, title)
                if known is not None:
                    place = place_on(each.drawing, f"{each.pointer}{pointer}/schema/properties/{name}")
                    yield RULE.at(place, field=name, title=title, known=known)


def known_field(name: str, title: str) -> str | None:
    """The field of `person.read` that a question asks for, by its name or its words."""
    bare = re.sub(r"[（(].*[)）]|您的|你的|本人|申请人|the |your |my |[:：*\s]", "", title.lower())
    for known, (names, titles) in KNOWN.items():
        if name.lower() in names or bare in titles:
            return known
    return None
