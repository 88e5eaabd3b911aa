"""What the shell's consent sheet shows when a mini-app asks for data that the person has not agreed to."""

from backend.core.errors import Param
from backend.core.room import Caller, Disclosed
from backend.host.broker.errors import ConsentNeeded, PurposeNotDeclared
from plugin_sdk.contract.manifest import Manifest, Purpose

FIELD_LABELS = {
    "name": "姓名",
    "idNumber": "身份证号码",
    "phone": "手机号码",
    "regionCode": "所在地区代码",
    "regionName": "所在地区",
    "birthDate": "出生日期",
    "gender": "性别",
    "cases": "通过本应用提交的办件和进度",
}


def declared(manifest: Manifest, told: Disclosed) -> Purpose:
    """The manifest's purpose that covers these fields.

    Raises:
        PurposeNotDeclared: there is none, so nobody can be asked to consent to it.
    """
    purpose = manifest.purpose(told.purpose)
    if purpose is None or not set(told.fields) <= set(purpose.fields):
        raise PurposeNotDeclared(purpose=told.purpose)
    return purpose


def consent_needed(manifest: Manifest, caller: Caller, purpose: Purpose) -> ConsentNeeded:
    """What the person must agree to first."""
    return ConsentNeeded(consent=_sheet(manifest, caller, purpose))


def _sheet(manifest: Manifest, caller: Caller, purpose: Purpose) -> dict[str, Param]:
    """Everything the consent sheet shows; the department's name is the registered one."""
    return {
        "recipient": manifest.app_id,
        "recipientName": f"{manifest.name} · {caller.sender}",
        "purpose": purpose.id,
        "purposeText": {"zh": purpose.text.zh, "en": purpose.text.en},
        "fields": [{"name": name, "label": FIELD_LABELS.get(name, name)} for name in purpose.fields],
        "legalBasis": purpose.legal_basis,
        "textVersion": purpose.text_version,
        "termDays": purpose.term_days,
    }
