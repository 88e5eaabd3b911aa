"""What a guest says is read or refused by name: nothing it can say is an error of ours."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.core.room import Caller, Capability
from backend.host.broker import payloads
from backend.host.broker.errors import PayloadRefused
from plugin_sdk.contract.capabilities.store import Stored, StorePut
from tests.host.broker.conftest import Refused


async def never(_caller: Caller, _request: StorePut) -> Stored:
    raise AssertionError


PUT = Capability(name="store.put", payload=StorePut, answer=never, consent_zh="", consent_en="")
json_values = st.recursive(
    # Larger fractions come back as the whole number that is written the same: JSON knows no difference.
    st.none() | st.booleans() | st.integers() | st.floats(min_value=-1e12, max_value=1e12) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.text())
def test_no_text_is_an_error_of_ours(payload):
    with pytest.raises(PayloadRefused):
        payloads.read(PUT, payload)


@given(json_values)
def test_what_is_read_is_what_was_said_unless_it_holds_nul(value):
    said = json.dumps({"key": "a", "value": value})

    if "\\u0000" in said.replace("\\\\", ""):
        with pytest.raises(PayloadRefused):
            payloads.read(PUT, said)
    else:
        assert payloads.read(PUT, said) == StorePut(key="a", value=json.loads(said)["value"])


@pytest.mark.parametrize("depth", [payloads.PAYLOAD_DEPTH - 1, payloads.PAYLOAD_DEPTH, 500, 30_000])
def test_nesting_ends_somewhere(depth):
    said = f'{{"key": "a", "value": {"[" * depth}{"]" * depth}}}'

    if depth < payloads.PAYLOAD_DEPTH:
        assert payloads.read(PUT, said)
    else:
        with pytest.raises(PayloadRefused):
            payloads.read(PUT, said)


@pytest.mark.parametrize(
    ("capability", "asked"),
    [
        ("store.put", {"key": "a", "value": "\x00"}),
        ("store.put", {"key": "a", "value": {"\x00": 1}}),
        ("message.send", {"title": "a\x00", "body": ""}),
        ("message.send", {"title": "a", "body": "\x00"}),
    ],
)
async def test_what_the_database_cannot_keep_is_refused_before_it_is_promised(release, call, capability, asked):
    one = await call(await release(capability))

    assert await one.refusal(capability, **asked) == "host.payload-refused"
    assert one.dealings.promises == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(value=json_values)
async def test_what_the_store_promises_it_keeps(value, kept_store):
    one = await kept_store()
    try:
        promised = await one.ask("store.put", key="a", value=value)
    except Refused:
        return

    await one.keep()

    assert await (await kept_store()).ask("store.get", key="a") == promised


@pytest.fixture
async def kept_store(release, call):
    app_id = await release("store.put", "store.get")

    async def begun():
        return await call(app_id)

    return begun
