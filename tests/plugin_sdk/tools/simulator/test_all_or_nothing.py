"""Whatever a mini-app asks: the host answers by the contract, and only a call that is kept leaves anything behind."""

import json
from pathlib import Path

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin_sdk.contract.host_call import HostAnswer
from plugin_sdk.contract.manifest import Manifest
from plugin_sdk.tools.simulator.clock import Clock
from plugin_sdk.tools.simulator.consents import Consents
from plugin_sdk.tools.simulator.kept import Kept
from plugin_sdk.tools.simulator.mock_host import MockHost
from plugin_sdk.tools.simulator.personas import personas
from plugin_sdk.tools.simulator.refusals import EndsCall
from tests.plugin_sdk.tools.simulator.conftest import CAPABILITIES, NOW, manifest

MANIFEST = msgspec.convert(manifest(), Manifest)
KEYS = st.sampled_from(["a", "b", "C", ""])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
LIKELY = st.one_of(
    st.tuples(st.just("store.put"), st.fixed_dictionaries({"key": KEYS, "value": VALUES})),
    st.tuples(st.just("store.get"), st.fixed_dictionaries({"key": KEYS})),
    st.tuples(st.just("message.send"), st.fixed_dictionaries({"title": st.text(max_size=9), "body": st.text()})),
    st.tuples(
        st.just("records.create"),
        st.fixed_dictionaries({"collection": KEYS | st.just("posts"), "value": st.dictionaries(st.text(), VALUES)}),
    ),
    st.tuples(st.sampled_from(CAPABILITIES), st.dictionaries(st.text(max_size=9), VALUES, max_size=3)),
    st.tuples(st.text(max_size=20), VALUES),
)


def host_for(kept):
    clock = Clock()
    clock.set_to(NOW)
    return MockHost(
        manifest=MANIFEST, persona=personas()["elder"], kind="action", kept=kept, read_uses={}, consents=Consents(),
        now=clock.now(), mocks=Path("nowhere"),
    )  # fmt: skip


def as_json(kept):
    records = kept.shared.get("records")
    return msgspec.json.encode([kept.stored, kept.inbox, kept.uses, records and records.kept], order="sorted")


@settings(max_examples=150, deadline=None)
@given(before=st.lists(LIKELY, max_size=4), asked=st.lists(LIKELY, max_size=6))
def test_a_copy_takes_every_change_and_the_original_none(before, asked):
    kept = Kept()
    drive(host_for(kept), before)
    was = as_json(kept)

    drive(host_for(kept.copy()), asked)

    assert as_json(kept) == was


@settings(max_examples=200, deadline=None)
@given(asked=st.lists(LIKELY, max_size=6))
def test_every_answer_is_the_contracts_and_stands_in_the_log(asked):
    host = host_for(Kept())

    answers = drive(host, asked)

    for answer in answers:
        msgspec.json.decode(answer, type=HostAnswer)
    assert [one.capability for one in host.asked] == [capability[:100] for capability, _ in asked[: len(host.asked)]]


@settings(max_examples=100, deadline=None)
@given(capability=st.sampled_from(CAPABILITIES), payload=st.text(max_size=200))
def test_a_payload_that_is_no_json_is_refused_and_never_raises(capability, payload):
    [answer] = drive(host_for(Kept()), [(capability, payload)], raw=True)

    assert json.loads(answer)["answer"] in {"refused", "granted"}


def drive(host, asked, *, raw=False):
    """Ask everything; stop where the host ends the call."""
    answers = []
    for capability, payload in asked:
        try:
            answers.append(host.ask(capability, payload if raw else json.dumps(payload)))
        except EndsCall:
            break
    return answers
