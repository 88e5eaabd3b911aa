"""A reason that says nothing informs nobody."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.reason-says-nothing",
    what=Words(
        zh="理由没有说明为什么：{text}",
        en="The reason does not say why: {text}",
    ),
    cause=Words(
        zh="用户靠这句话决定是否同意；个人信息保护法要求目的明确、具体",
        en="People decide by this sentence; the law on personal information asks for a definite purpose",
    ),
    fix=Words(
        zh="写清这项数据或能力用来办什么事，例如“核对申请人身份，免去重复填写”",
        en="Say what it is for in this service, for example “checks who applies, so that nobody types it again”",
    ),
)

SHORTEST = {"zh": 6, "en": 12}
"""Characters below which no sentence says what something is for."""

STOCK = frozenset(
    ("业务需要", "工作需要", "办理业务", "办理业务需要", "系统需要", "功能需要", "提供服务", "提供更好的服务")
)
STOCK |= {"business needs", "required by the system", "to provide service", "for the service", "needed for business"}


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Reasons and purposes that are too short, or only a stock phrase."""
    places = [f"{place}/reason" for place, _ in reviewed.members("/gkb/capabilities")]
    places += [f"{place}/reason" for place, _ in reviewed.members("/gkb/launches")]
    places += [f"{place}/text" for place, _ in reviewed.members("/gkb/purposes")]
    for place in places:
        for lang, shortest in SHORTEST.items():
            text = reviewed.member(f"{place}/{lang}")
            if isinstance(text, str) and text and (len(text) < shortest or text.strip("。. ").lower() in STOCK):
                yield RULE.at(reviewed.in_manifest(f"{place}/{lang}"), text=text)
