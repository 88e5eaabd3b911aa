"""Only the platform speaks as the platform."""

import unicodedata
from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="texts.imitates-platform",
    what=Words(
        zh="{text} 会让人以为是平台或其他机构",
        en="{text} would pass for the platform or another institution",
    ),
    cause=Words(
        zh="应用名称冒充平台、官方或支付机构，居民会误信",
        en="A name that sounds like the platform, an authority or a payment service is trusted wrongly",
    ),
    fix=Words(
        zh="用办什么事来命名，例如“采暖补贴申请”；部门名称由平台按登记显示",
        en="Name what is done, for example “Heating subsidy”; the platform shows the registered department",
    ),
)

WORDS = ("甘快办", "快办", "kuaiban", "官方", "平台", "系统通知", "12345", "公安部", "国务院", "中国政府")
"""The platform, and those who speak for the state."""

PAYMENT = ("微信", "支付宝", "银联", "云闪付", "数字人民币", "wechat", "alipay", "unionpay")
"""Services that people pay with."""


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Names with words that belong to the platform or to payment services."""
    for pointer in ("/name", "/short_name"):
        text = reviewed.member(pointer)
        folded = "".join(unicodedata.normalize("NFKC", text).lower().split()) if isinstance(text, str) else ""
        if any(word in folded for word in (*WORDS, *PAYMENT)):
            yield RULE.at(reviewed.in_manifest(pointer), text=text)
