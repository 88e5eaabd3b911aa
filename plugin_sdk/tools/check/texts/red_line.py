"""What the rules on formalism at the fingertips forbid is not built, whatever it is called."""

import ast
import re
import unicodedata
from collections.abc import Iterator

from plugin_sdk.tools.check.facts.sentences import place_of
from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="texts.red-line",
    what=Words(
        zh="文字涉及禁止的做法：{text}",
        en="The words are about something that is forbidden: {text}",
    ),
    cause=Words(
        zh="政务应用不得设积分、打卡、排名、在线时长、强制转发等（整治“指尖上的形式主义”）",
        en="Government apps have no points, check-ins, rankings, online time or forced sharing",
    ),
    fix=Words(
        zh="去掉这个功能；需要统计时由平台按办件自动得出",
        en="Remove the feature; figures come from the work itself, counted by the platform",
    ),
)

PATTERN = re.compile(
    r"打卡|签到|排行榜|排名|名次|龙虎榜|积分(兑换|奖励|排|榜|制|商城|任务)|(获得|累计|赚取|我的|扣除|增加)积分|在线时长|学习时长"
    r"|截图(上传|留痕|上报)|留痕|点赞(数|率|排)|转发(到?朋友圈|后|即可|任务)"
    r"|邀请好友|拉新|安装率|关注率|日活|活跃度|每日任务"
    r"|连续\s*\d+\s*天|里程(排|榜)|"
    r"\bcheck[- ]?ins?\b|\bleader ?boards?\b|\branking\b"
    r"|\b(earn|your|bonus|reward) points\b|\bpoints (earned|balance)\b"
    r"|\bdaily task\b|\bonline time\b|\binvite (a |your )?friends?\b|\bshare to continue\b|\b\d+[- ]day streak\b"
)
NAMES = re.compile(
    r"(^|_)(check_?in|leader_?board|ranking|reward_points|points_balance|streak|daily_task|online_time)(_|$)"
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Points, check-in, ranking, online time, forced sharing or installing, in texts, names and fields."""
    for sentence in reviewed.sentences:
        text = unicodedata.normalize("NFKC", sentence.text).lower()
        if PATTERN.search(text):
            yield RULE.at(place_of(sentence), text=sentence.text)
    for module in reviewed.project.modules:
        for node in module.nodes:
            name = getattr(node, "name", None) if isinstance(node, ast.FunctionDef | ast.ClassDef) else None
            if name and NAMES.search(name.lower()):
                yield RULE.at(in_code(module, node), text=name)
