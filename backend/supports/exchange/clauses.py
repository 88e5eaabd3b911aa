"""Clauses of law under which an authority may read without being asked: named one by one, each for certain facts."""

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from backend.supports.exchange.catalogue import FACTS, group


class Clause(msgspec.Struct, frozen=True, kw_only=True):
    """A clause and the facts it opens; `evidence` says where its words are known from."""

    code: str
    zh: str
    en: str
    facts: frozenset[str]
    evidence: Literal["read", "recalled"]


def _of(*groups: str) -> frozenset[str]:
    return frozenset(name for name in FACTS if group(name) in groups)


_FAMILY: Final = _of("person", "child", "spouse", "mother", "father", "household", "place")
_FIRM: Final = _of("firm", "credit", "place")

CLAUSES: Final[Mapping[str, Clause]] = {
    clause.code: clause
    for clause in (
        Clause(
            code="pipl-13-3",
            zh="个人信息保护法第十三条第一款第三项：为履行法定职责或者法定义务所必需",
            en="Personal Information Protection Law, Art. 13(1)(3): necessary to perform a statutory duty",
            facts=_FAMILY | _FIRM,
            evidence="recalled",
        ),
        Clause(
            code="household-registration-7",
            zh="户口登记条例第七条：婴儿出生后申报出生登记",
            en="Regulations on Household Registration, Art. 7: registration of a birth",
            facts=_of("person", "child", "spouse", "mother", "father", "household"),
            evidence="recalled",
        ),
        Clause(
            code="market-entity-19",
            zh="市场主体登记管理条例第十九条：登记机关对申请材料进行形式审查",
            en="Regulations on the Registration of Market Entities, Art. 19: formal review of an application",
            facts=_FIRM,
            evidence="recalled",
        ),
        Clause(
            code="business-environment-37",
            zh="优化营商环境条例第三十七条：依托一体化在线平台共享政务服务数据",
            en="Regulations on Improving the Business Environment, Art. 37: data shared through the one platform",
            facts=_FIRM,
            evidence="recalled",
        ),
        Clause(
            code="administrative-licence-34",
            zh="行政许可法第三十四条：行政机关应当对申请人提交的申请材料进行审查",
            en="Administrative Licensing Law, Art. 34: review of the application by the authority",
            facts=_FAMILY | _FIRM,
            evidence="recalled",
        ),
        Clause(
            code="social-assistance-verification",
            zh="社会救助暂行办法：对申请社会救助家庭的状况进行调查核实",
            en="Interim Measures for Social Assistance: verification of a household's circumstances",
            facts=_FAMILY - {"person.phone"},
            evidence="recalled",
        ),
    )
}
