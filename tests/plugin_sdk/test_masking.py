import json
import re

import msgspec
from hypothesis import given
from hypothesis import strategies as some

from plugin_sdk.contract.masking import CHECKS, WEIGHTS, invented_identity_number, masked
from plugin_sdk.contract.record import Recorder, plain_answer, replay
from plugin_sdk.contract.request import Launched
from plugin_sdk.guest import MiniApp, ui
from tests.plugin_sdk.test_record import DIGEST, _with, make_request, runner_of

DIGITS = "0123456789"
WORDS = "王李张刘陈杨赵黄周吴小满建国秀英志强桂兰丽娟"


@some.composite
def people(draw):
    """A person whom the government knows, as `person.read` would answer."""
    name = draw(some.text(WORDS, min_size=2, max_size=4))
    birth = f"{draw(some.integers(1930, 2015))}-{draw(some.integers(1, 12)):02d}-{draw(some.integers(1, 28)):02d}"
    first = f"62{draw(some.text(DIGITS, min_size=4, max_size=4))}{birth.replace('-', '')}"
    number = first + draw(some.text(DIGITS, min_size=3, max_size=3))
    check = CHECKS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=True)) % 11]
    phone = f"13{draw(some.text(DIGITS, min_size=9, max_size=9))}"
    return {"name": name, "idNumber": number + check, "phone": phone, "birthDate": birth, "regionName": "兰州市城关区"}


def echo():
    """A mini-app that shows, keeps and logs all it gets, in many forms."""
    app = MiniApp()

    @app.screen("home")
    def home(ctx, data):
        person = ctx.person.read(purpose="all", fields=["name", "idNumber", "phone", "birthDate", "regionName"])
        ctx.store.put(f"kept-by-{data['kind']}", {person["idNumber"]: [data, person["name"]]})
        shown = [f"{person['name']}，电话{person['phone']}", json.dumps(data, ensure_ascii=False, sort_keys=True)]
        if data["kind"] == "starred":
            shown += [person["idNumber"][:4] + "*" * 10 + person["idNumber"][-4:], person["name"][0] + "**"]
        return ui.screen("题", *[ui.text(words) for words in shown])

    return app


def record_of(person, typed):
    """The echo's call for this person, on record."""

    def host(capability, payload):
        values = {"person.read": {"values": person, "sources": {"name": "人口库"}}, "store.put": {"value": None}}
        return json.dumps({"answer": "granted", "value": values[capability]}, ensure_ascii=False)

    recorder = Recorder()
    request = make_request(given=typed)
    answer = runner_of(echo())("", msgspec.json.encode(request).decode(), recorder.around_sync(host))
    return _with(recorder.record(package_digest=DIGEST, request=request), answer=plain_answer(answer))


TYPED = {"kind": "boiler", "area": 90, "note": "请联系李四", "share": "0.5", "from": "2026-01-15", "agreed": True}


class TestMasked:
    @given(people(), people())
    def test_nothing_of_anybody_is_left_and_the_record_still_plays(self, person, other):
        typed = {**TYPED, "contact": other["name"], "other": other["idNumber"], "call": f"+86{other['phone']}"}
        record = record_of(person, typed)

        clean = masked(record)

        text = msgspec.json.encode(clean).decode()
        for value in [*person.values(), *typed["contact"].split(), other["idNumber"], other["phone"], "李四"]:
            assert value not in text
        for number in re.findall(r"\d{17}[\dX]|1[3-9]\d{9}", msgspec.json.encode(record).decode()):
            assert number not in text
        assert replay(clean, "", run=runner_of(echo())).same

    @given(people())
    def test_the_same_record_gives_the_same_masked_record_and_masking_twice_changes_no_shape(self, person):
        record = record_of(person, TYPED)

        assert masked(record) == masked(record)
        assert replay(masked(masked(record)), "", run=runner_of(echo())).same

    def test_values_keep_their_shape(self):
        person = {
            "name": "王小满",
            "idNumber": "620102199001011232",
            "phone": "13800001234",
            "birthDate": "1990-01-01",
            "regionName": "兰州市",
        }

        clean = masked(record_of(person, {**TYPED, "kind": "starred"}))

        values = clean.host_calls[0].answer["value"]["values"]
        assert len(values["name"]) == 3
        assert values["idNumber"].startswith("99999919010101")
        assert values["idNumber"] == invented_identity_number(int(values["idNumber"][14:17]))
        assert re.fullmatch(r"1990000\d{4}", values["phone"])
        assert values["birthDate"] == "1901-01-01"
        shown = [part["text"] for part in clean.answer["screen"]["body"]]
        assert shown[0] == f"{values['name']}，电话{values['phone']}"
        assert shown[2] == values["idNumber"][:4] + "*" * 10 + values["idNumber"][-4:]
        assert shown[3] == values["name"][0] + "**"
        assert replay(clean, "", run=runner_of(echo())).same

    def test_what_the_logic_depends_on_stays(self):
        clean = masked(record_of({"name": "王", "idNumber": "", "phone": "", "birthDate": "", "regionName": ""}, TYPED))

        assert {name: clean.request.input[name] for name in TYPED if name != "note"} == {
            name: value for name, value in TYPED.items() if name != "note"
        }
        assert clean.request.input["note"] != TYPED["note"]
        assert clean.request.context == make_request().context
        assert clean.host_calls[1].payload["key"] == "kept-by-boiler"

    def test_a_telling_field_is_masked_even_when_it_looks_like_a_code(self):
        record = record_of(
            {"name": "王", "idNumber": "", "phone": "", "birthDate": "", "regionName": ""},
            {**TYPED, "applicantName": "Zhang", "members": [{"手机": 13_912_345_678}]},
        )

        clean = masked(record)

        assert clean.request.input["members"][0]["手机"] != 13_912_345_678
        assert "Zhang" not in msgspec.json.encode(clean).decode()

    def test_numbers_that_nobody_declared_are_found_by_their_look(self):
        record = _with(
            record_of({"name": "王", "idNumber": "", "phone": "", "birthDate": "", "regionName": ""}, TYPED),
            answer={
                "kind": "error",
                "message": "620102 19900101 1232, 139-1234-5678, 0931-8888888, a.b@c.cn, E12345678, 6222021234567890123",
            },
        )

        message = masked(record).answer["message"]

        assert [len(part) for part in message.split(", ")] == [20, 13, 12, 8, 9, 19]
        for original in ("19900101", "1234-5678", "8888888", "a.b@c.cn", "E12345678", "6222021234567890123"):
            assert original not in message

    def test_what_another_mini_app_said_of_the_person_is_masked(self):
        record = record_of({"name": "王", "idNumber": "", "phone": "", "birthDate": "", "regionName": ""}, TYPED)
        launched = Launched(app="other", intent="apply", params={"phone": "13912345678", "kind": "boiler", "count": 3})
        record = _with(record, request=msgspec.structs.replace(record.request, launch=launched))

        params = masked(record).request.launch.params

        assert params["phone"] != "13912345678"
        assert (params["kind"], params["count"]) == ("boiler", 3)

    def test_an_invented_number_has_the_right_check_digit(self):
        number = invented_identity_number(7)

        assert number == "99999919010101007" + number[-1]
        assert sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False)) % 11 == CHECKS.index(
            number[-1]
        )
