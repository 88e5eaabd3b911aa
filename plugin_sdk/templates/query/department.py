"""部门的进度接口：只有这个文件知道它的地址和格式，接口变了只改这里。"""

from plugin_sdk.guest import CapabilityRefused, Context

Part = dict[str, object]

CASES = "https://progress.example.gov.cn/api/cases"
NOT_FOUND = 404
STATES = ("done", "current", "waiting", "failed")


class DepartmentAway(Exception):
    """接口没有回应，或回应看不懂。"""


def case(ctx: Context, number: str) -> Part | None:
    """这个编号的办件；没有时为 None。

    Raises:
        DepartmentAway: 接口不可用。

    """
    try:
        answer = ctx.http.get(CASES, query={"number": number})
        found = answer.json() if answer.ok else {}
    except (CapabilityRefused, ValueError) as error:  # 不通、超时、超量，或回的不是 JSON
        raise DepartmentAway from error
    if answer.status == NOT_FOUND:
        return None
    if not isinstance(found, dict) or not isinstance(found.get("stations"), list):
        raise DepartmentAway
    return found


def words(ctx: Context, given: object) -> str:
    """接口给出的 {"zh": ..., "en": ...}。"""
    both = given if isinstance(given, dict) else {}
    return ctx.words(zh=str(both.get("zh") or "—"), en=str(both.get("en") or "—"))


def stations(found: Part) -> list[Part]:
    """每一步；别人系统给的数据同样要检查。"""
    told = found["stations"] if isinstance(found["stations"], list) else []
    return [station for station in told if isinstance(station, dict) and station.get("state") in STATES]
