"""The words in which a person agrees that registers are read for them. Pure: whoever offers the item registers them."""

import hashlib
from collections.abc import Sequence
from typing import Final

from backend.core.errors import Param
from backend.identity.consents.structs import Purpose
from backend.supports.exchange.catalogue import FACTS

LEGAL_BASIS: Final = "本人同意（个人信息保护法第十三条第一款第一项）"
TERM_DAYS: Final = 180  # as long as an item may take with every suspension, then it must be asked again
VERSION_LENGTH: Final = 16


def purpose_of(*, recipient_name: str, title_zh: str, title_en: str, names: Sequence[str]) -> Purpose:
    """The purpose of filling in and checking the form of an item; its version follows from words and facts."""
    fields = list(dict.fromkeys(names))
    told_zh, told_en = "、".join(FACTS[one].zh for one in fields), ", ".join(FACTS[one].en for one in fields)
    text_zh = f"用于办理“{title_zh}”：从政府登记信息中读取并代您填写{told_zh}，供{recipient_name}核对。"
    text_en = f'To handle "{title_en}": read from the government\'s registers and fill in for you: {told_en}.'
    return Purpose(
        recipient_name=recipient_name,
        text_zh=text_zh,
        text_en=text_en,
        fields=fields,
        legal_basis=LEGAL_BASIS,
        text_version=hashlib.sha256(f"{text_zh}\0{text_en}\0{LEGAL_BASIS}".encode()).hexdigest()[:VERSION_LENGTH],
        term_days=TERM_DAYS,
    )


def consent_sheet(purpose: Purpose, *, recipient: str, code: str) -> dict[str, Param]:
    """Everything that the shell's consent sheet shows, in the shape that mini-apps' sheets have."""
    return {
        "recipient": recipient,
        "recipientName": purpose.recipient_name,
        "purpose": code,
        "purposeText": {"zh": purpose.text_zh, "en": purpose.text_en},
        "fields": [{"name": name, "label": FACTS[name].zh} for name in purpose.fields],
        "legalBasis": purpose.legal_basis,
        "textVersion": purpose.text_version,
        "termDays": purpose.term_days,
    }
