"""Every fact that may be asked for: the register that knows it, what people call it, and the sort of its value."""

from collections.abc import Mapping, Sequence
from typing import Final

from backend.supports.exchange.structs import FactKind, Register

_P, _L, _C, _A, _I = Register.POPULATION, Register.LEGAL_PERSON, Register.CREDIT, Register.PLACE, Register.IDENTITY

_ALL: Final = (
    ("person.name", _P, "text", "姓名", "Name"),
    ("person.idNumber", _P, "id-number", "公民身份号码", "Identity number"),
    ("person.documentKind", _P, "text", "证件类型", "Kind of document"),
    ("person.birthDate", _P, "date", "出生日期", "Date of birth"),
    ("person.gender", _P, "text", "性别", "Sex"),
    ("person.ethnicGroup", _P, "text", "民族", "Ethnic group"),
    ("person.phone", _I, "phone", "手机号码", "Mobile phone"),
    ("person.regionCode", _P, "region", "户籍地区划代码", "Code of the place of registration"),
    ("person.address", _P, "text", "住址", "Address"),
    ("person.maritalStatus", _P, "text", "婚姻状况", "Marital status"),
    ("person.educationLevel", _P, "text", "文化程度", "Education"),
    ("person.employmentStatus", _P, "text", "就业状态", "Employment"),
    ("person.disabilityGrade", _P, "text", "残疾等级", "Grade of disability"),
    ("person.deathDate", _P, "date", "死亡日期", "Date of death"),
    ("child.name", _P, "text", "子女姓名", "Child's name"),
    ("child.idNumber", _P, "id-number", "子女公民身份号码", "Child's identity number"),
    ("child.birthDate", _P, "date", "子女出生日期", "Child's date of birth"),
    ("child.gender", _P, "text", "子女性别", "Child's sex"),
    ("child.birthCertificateNumber", _P, "text", "出生医学证明编号", "Number of the birth certificate"),
    ("spouse.name", _P, "text", "配偶姓名", "Spouse's name"),
    ("spouse.idNumber", _P, "id-number", "配偶公民身份号码", "Spouse's identity number"),
    ("mother.name", _P, "text", "母亲姓名", "Mother's name"),
    ("mother.idNumber", _P, "id-number", "母亲公民身份号码", "Mother's identity number"),
    ("father.name", _P, "text", "父亲姓名", "Father's name"),
    ("father.idNumber", _P, "id-number", "父亲公民身份号码", "Father's identity number"),
    ("household.headName", _P, "text", "户主姓名", "Head of the household"),
    ("household.bookNumber", _P, "text", "户口簿户号", "Number of the household book"),
    ("household.address", _P, "text", "户口所在地址", "Address of the household"),
    ("household.memberCount", _P, "whole", "户内人数", "Members of the household"),
    ("firm.name", _L, "text", "单位名称", "Name of the body"),
    ("firm.creditCode", _L, "credit-code", "统一社会信用代码", "Unified social credit code"),
    ("firm.kind", _L, "text", "单位类型", "Kind of body"),
    ("firm.address", _L, "text", "住所（经营场所）", "Registered address"),
    ("firm.regionCode", _L, "region", "登记地区划代码", "Code of the place of registration"),
    ("firm.legalPersonName", _L, "text", "法定代表人（经营者）", "Legal representative"),
    ("firm.registeredCapitalFen", _L, "whole", "注册资本（分）", "Registered capital in fen"),
    ("firm.industryCode", _L, "text", "行业代码", "Industry code"),
    ("firm.businessScope", _L, "text", "经营范围", "Scope of business"),
    ("firm.foundedOn", _L, "date", "成立日期", "Date of founding"),
    ("firm.status", _L, "text", "登记状态", "State of registration"),
    ("firm.employeeCount", _L, "whole", "从业人数", "Number of employees"),
    ("credit.class", _C, "text", "信用等级", "Credit class"),
    ("credit.penaltyCount", _C, "whole", "行政处罚次数", "Number of penalties"),
    ("place.standardAddress", _A, "text", "标准地址", "Standard address"),
    ("place.gridName", _A, "text", "所属网格", "Grid"),
    ("place.propertyNumber", _A, "text", "不动产权证号", "Number of the property certificate"),
)

FACTS: Final[Mapping[str, FactKind]] = {
    name: FactKind(name=name, register=register, kind=kind, zh=zh, en=en)  # type: ignore[arg-type]
    for name, register, kind, zh, en in _ALL
}
SOURCES: Final[Mapping[Register, str]] = {
    Register.POPULATION: "人口库（公安）",
    Register.LEGAL_PERSON: "法人库（市场监管）",
    Register.CREDIT: "信用信息库",
    Register.PLACE: "标准地址库",
    Register.IDENTITY: "本人登记",
}
"""From where a value came, in the words that a form shows beside it."""


def of_register(names: Sequence[str], register: Register) -> list[str]:
    """Those of the names that this register knows, each once, in their order."""
    return [name for name in dict.fromkeys(names) if FACTS[name].register is register]


def group(name: str) -> str:
    """Whom a fact is about: the word before the dot."""
    return name.partition(".")[0]
