"""The simulator shows authors what residents will see: the same visits, here and there, are answered alike."""

import json
import re

import pytest

from tests.host.templates import visits
from tests.host.templates.conftest import COUNTER

PEOPLE = ("student", "herder", "trader")
UNNAMED = {"outbound_hosts": ["other.example.gov.cn"]}
FULL = {"quotas": {"bookings_per_person": 1}}
VISITS = {name: (name, visit, {}) for name, visit in visits.VISITS.items()} | {
    "booking, nothing to wait for": ("booking", visits.booking_wait_for_nothing, {}),
    "booking, one at most": ("booking", visits.booking_twice, FULL),
    "query, host not declared": ("query", visits.query, UNNAMED),
}
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9A-F]{8,12}\b|\b[0-9]{4}-[0-9A-Z]{6}\b")
NUMBER = re.compile(r"[0-9]+")
SEALED = ("gesture", "intent", "traceId")  # only whether there is one
REPEATED = ("days", "slots")  # how many depends on the hour: one of each kind says it all


@pytest.mark.parametrize(("template", "visit", "gkb"), list(VISITS.values()), ids=list(VISITS))
async def test_a_visit_is_answered_alike(template, visit, gkb, copy, publish, offer, department, simulate):
    folder = copy(template, **gkb)
    counter = {"name": COUNTER["zh"], "nameEn": COUNTER["en"], "most": 2, "times": ["09:00", "10:00"]}
    (folder / "mocks").mkdir(exist_ok=True)
    (folder / "mocks" / "bookings.json").write_text(json.dumps([counter]), "utf-8")
    there, here = await publish(folder), simulate(folder)
    if template == "booking":
        await offer(folder.name)
    real, played = [await there(one) for one in PEOPLE], [here(one) for one in PEOPLE]

    await visit(*real)
    await visit(*played)

    for one, other in zip(real, played, strict=True):
        assert in_words(other) == in_words(one)


def in_words(phone):
    """Everything that a phone was told, without ids, dates, numbers and seals."""
    return [(path, status, plain(told)) for path, status, told in phone.told]


def plain(told, name=""):
    if isinstance(told, dict):
        return {key: value is not None if key in SEALED else plain(value, key) for key, value in told.items()}
    if isinstance(told, list):
        inside = [plain(one) for one in told]
        return [one for place, one in enumerate(inside) if one not in inside[:place]] if name in REPEATED else inside
    if isinstance(told, str):
        return NUMBER.sub("0", ID.sub("#", told))
    return 0 if type(told) in {int, float} else told
