"""Sign-in, consent and payment are drawn by the shell only: whoever draws them otherwise is fishing."""

import re
import unicodedata
from collections.abc import Iterator

from plugin_sdk.tools.check.facts.sentences import place_of
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="texts.imitates-system-screen",
    what=Words(
        zh="文字像平台的登录、授权或支付页面：{text}",
        en="The words look like the platform's sign-in, consent or payment: {text}",
    ),
    cause=Words(
        zh="身份认证、授权和支付只由平台显示，应用自己画的会骗走密码和验证码",
        en="Identity, consent and payment are shown by the platform only; a copy could take passwords and codes",
    ),
    fix=Words(
        zh="删除这些文字；需要个人信息用 ctx.person.read，平台会自己征得同意",
        en="Delete the words; ctx.person.read asks for consent by itself",
    ),
)

PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(输入|填写|提供|设置|验证|确认|修改|您的|你的)[^。，；]{0,8}(密码|口令|pin码)",
        r"(登录|登陆|支付|交易|查询|银行卡)密码",
        r"(短信|手机|动态|图形)?验证码",
        r"(银行卡|信用卡|储蓄卡)(卡号|号|背面|信息)|cvv|安全码|有效期限.*卡",
        r"(身份|实名|人脸|活体|刷脸)(认证|核身|识别|验证|核验)",
        r"(立即|马上|去|请|重新)(登录|登陆|认证|授权|实名)|登录(已)?(过期|失效)|请登录|账号登录|扫码登录",
        r"授权(登录|同意|协议|并继续)|同意(并)?授权|一键授权",
        r"(立即|马上|确认|去|扫码)(支付|付款|缴费|转账|充值)|收款码|付款码|转账到",
        r"\b(enter|type|confirm|your|set|reset)\b.{0,20}\b(password|passcode|pin|passphrase)\b",
        r"\b(verification|one[- ]time|sms|security) (code|password)\b|\botp\b|\bcvv\b",
        r"\b(card number|bank card|credit card)\b",
        r"\b(sign in|log ?in|authori[sz]e|verify your identity|face recognition)\b",
        r"\b(pay now|confirm payment|pay by|transfer money|top up)\b",
    )
)
"""What only the shell may ask for; each is a phrase, so that 认证 or 支付 alone can still be spoken of."""

BY_THE_SHELL = ("/gkb/purposes/", "/gkb/capabilities/", "/gkb/launches/")
"""Texts that the shell itself shows on its sheets: there it is right to say that an identity is checked."""


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Texts that ask for passwords, codes or card numbers, or name a screen of the shell."""
    for sentence in reviewed.sentences:
        text = unicodedata.normalize("NFKC", sentence.text).lower()
        if not sentence.pointer.startswith(BY_THE_SHELL) and any(pattern.search(text) for pattern in PATTERNS):
            yield RULE.at(place_of(sentence), text=sentence.text)
