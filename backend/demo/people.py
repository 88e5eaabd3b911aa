"""Invented residents without end: person number N of the world is always the same person."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from uuid import uuid5

import msgspec

from backend.core.identifiers import resident_check
from backend.demo.personas import PERSONAS, WORLD
from backend.identity.people.structs import Gender, NewPerson, TrustLevel

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志文海燕春梅雪峰晓东红波宁辉鹏飞云龙慧琴"
OLDEST, YOUNGEST = date(1930, 1, 1), date(2008, 1, 1)
FIRST_SEQUENCE = 100  # invented phone numbers begin here


def id_number(*, county: str, born: date, female: bool, sequence: int) -> str:
    """An invented resident ID number with a valid check character (GB 11643); odd sequences are men."""
    order = sequence % 499 * 2 + (0 if female else 1)
    body = f"{county}{born:%Y%m%d}{order:03d}"
    return body + resident_check(body)


def personas() -> list[NewPerson]:
    """The personas as people to enrol."""
    return [
        NewPerson(
            id=one.person_id,
            name=one.name,
            number=id_number(county=one.native_county, born=one.born, female=one.female, sequence=one.sequence),
            birth_date=one.born,
            gender=Gender.FEMALE if one.female else Gender.MALE,
            phone=one.phone,
            region_code=one.region,
            trust_level=TrustLevel.STRONG if one.roles else TrustLevel.REAL_NAME,
        )
        for one in PERSONAS
    ]


def residents(count: int, *, townships: Sequence[str]) -> Iterator[NewPerson]:
    """The first `count` invented residents, spread over the townships."""
    for number in range(count):
        yield _resident(number, townships)


def _resident(number: int, townships: Sequence[str]) -> NewPerson:
    chance = random.Random(f"resident:{number}")
    township = chance.choice(townships)
    born = OLDEST + timedelta(days=chance.randrange((YOUNGEST - OLDEST).days))
    female = chance.random() < 0.49  # noqa: PLR2004 - the province's share of women, about
    name = chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2, 2))))
    return NewPerson(
        id=uuid5(WORLD, f"resident:{number}"),
        name=name,
        number=id_number(county=township[:6], born=born, female=female, sequence=number),
        birth_date=born,
        gender=Gender.FEMALE if female else Gender.MALE,
        phone=f"199{FIRST_SEQUENCE + number:08d}",
        region_code=township,
        trust_level=TrustLevel.REAL_NAME,
    )


def as_json() -> str:
    """The personas for programs."""
    rows = [
        {"id": one.id, "name": one.name, "title": one.title, "regionCode": one.region, "kind": one.kind,
         "phone": one.phone, "roles": list(one.roles)}
        for one in PERSONAS
    ]  # fmt: skip
    return msgspec.json.encode(rows).decode()


def as_table() -> str:
    """The personas for people."""
    return "\n".join(f"  {one.id:<22}{one.name:<8}\t{one.title}" for one in PERSONAS)
