"""What mini-apps may ask of items: the guide of one at a place. Nothing in it is about a person."""

from backend.core.room import Caller, Capability
from backend.services.items import service
from backend.services.items.structs import Item, Material, Narrowed, Question
from plugin_sdk.contract.capabilities.items import (
    ItemChoice,
    ItemFee,
    ItemGuide,
    ItemLimit,
    ItemMaterial,
    ItemQuestion,
    ItemRead,
    ItemStep,
)


async def read(_caller: Caller, request: ItemRead) -> ItemGuide:
    """The item at the place, narrowed by what was given.

    Raises:
        UnknownItem, NotOfferedHere, NoSuchAnswer, UnknownRegion
    """
    item = await service.at_place(request.basic_code, region_code=request.region_code)
    return _guide(item, service.narrow(item, request.given))


def _guide(item: Item, narrowed: Narrowed) -> ItemGuide:
    limit = item.promised_limit
    return ItemGuide(
        basic_code=item.basic_code,
        item_code=item.item_code,
        version=item.version,
        name=item.name,
        about=item.about,
        department=item.department.name,
        region_code=item.region_code,
        region_name=item.region_name,
        promised=ItemLimit(amount=limit.amount, unit=limit.unit.value),
        result=item.result.name,
        conditions=[one.text for one in narrowed.conditions],
        materials=[_material(one) for one in narrowed.materials],
        steps=[ItemStep(name=one.name, about=one.about) for one in narrowed.steps],
        fees=[ItemFee(name=one.name, standard=one.standard, amount_fen=one.amount_fen) for one in narrowed.fees],
        phone=item.contacts.phone,
        address=item.contacts.address,
        next_question=_question(narrowed.next_question),
        evidence=item.evidence.value,
    )


def _material(one: Material) -> ItemMaterial:
    return ItemMaterial(
        code=one.code,
        name=one.name,
        necessity=one.necessity.value,
        kind=one.kind.value,
        form=one.form.value,
        copies=one.copies,
        licence_type=one.licence_type,
        note=one.note,
    )


def _question(one: Question | None) -> ItemQuestion | None:
    if one is None:
        return None
    choices = [ItemChoice(value=choice.value, title=choice.title) for choice in one.choices]
    return ItemQuestion(id=one.id, text=one.text, choices=choices)


CAPABILITIES = (
    Capability(
        name=ItemRead.capability,
        payload=ItemRead,
        answer=read,
        consent_zh="查询政务服务事项的办理指南",
        consent_en="Look up how a government service is applied for",
    ),
)
