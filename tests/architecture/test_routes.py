"""Every route states its door, repeats safely when it writes, and never answers without an end."""

import typing

import msgspec
import pytest

from backend.core.web.guards import GUARDS
from tests.architecture.house import WRITES, handlers, title

# operation id -> why this write need not be repeatable by key
NO_ATTEMPT = {
    "SignInByPhone": "answers secrets, which are not kept; the code is spent by the first use",
    "SignInByPassword": "answers secrets, which are not kept; another session on the same device replaces the first",
    "DemoSignIn": "answers secrets, which are not kept; exists only in the demo",
    "RefreshTokens": "answers secrets, which are not kept; the key makes the same successor again",
    "SignOut": "ending a session twice is ending it once",
    "AskForWhom": "a question; POST so that the identity number stands in no address",
    "EnquireCase": "a question; POST so that the query code stands in no address",
    "CompareWithStandard": "compares and keeps nothing; POST only because the input is files",
    "TryDefinition": "answers a question about somebody invented and keeps nothing; POST only because they are a body",
    "TryScenario": "answers a question and keeps nothing; POST only because the answers are a body",
    "OpenScreen": "draws a screen and keeps nothing; POST only because the input is a body",
}
# operation id -> what bounds this list
NO_LIMIT = {
    "ListPersonas": "the personas of the demo world, a fixed dozen",
    "ListHallAppointments": "whole days of slots, at most 14; a part of a day would have no next day to go on from",
    "ReadBundle": "one bundle with its members, at most thirty",
    "ListMiniApps": "one small card for each live mini-app, read from memory; the phone searches in all of them",
}


def answered(handler):
    """The types that a handler's return annotation is made of."""
    waiting, seen = [handler.parsed_fn_signature.return_type.annotation], []
    while waiting:
        one = waiting.pop()
        seen.append(one)
        waiting += [part for part in typing.get_args(one) if part is not type(None)]
    return seen


def is_list(kind):
    origin = typing.get_origin(kind) or kind
    if origin in {list, tuple}:
        return True
    return isinstance(origin, type) and issubclass(origin, msgspec.Struct) and "items" in origin.__struct_fields__


def parameters(handler):
    return set(handler.parsed_fn_signature.parameters)


@pytest.mark.parametrize("handler", handlers(), ids=title)
def test_every_route_names_its_guard(handler):
    assert GUARDS & set(handler.resolve_guards()), (
        f"{title(handler)} names no guard: put one of backend.core.web.guards (`public` when anyone may enter) "
        "or the room's own, registered with @guard, on the controller or handler"
    )


@pytest.mark.parametrize("handler", [one for one in handlers() if one.http_methods & WRITES], ids=title)
def test_every_write_is_idempotent_or_says_why_not(handler):
    exempt = handler.operation_id in NO_ATTEMPT

    assert ("attempt" in parameters(handler)) != exempt, (
        f"{title(handler)}, operation id {handler.operation_id}: take `attempt: NamedDependency[Attempt]` and let the "
        "service wrap its work in `once(...)`, or give the reason against it in NO_ATTEMPT; not both"
    )


@pytest.mark.parametrize("handler", [one for one in handlers() if any(map(is_list, answered(one)))], ids=title)
def test_every_list_has_a_limit_or_says_why_not(handler):
    exempt = handler.operation_id in NO_LIMIT

    assert ("limit" in parameters(handler)) != exempt, (
        f"{title(handler)}, operation id {handler.operation_id}: take `limit: Limit` (backend.core.web.inputs), or say "
        "in NO_LIMIT what bounds the list; not both"
    )


def test_exemptions_name_existing_routes():
    known = {handler.operation_id for handler in handlers()}

    assert set(NO_ATTEMPT) | set(NO_LIMIT) <= known, "remove exemptions of routes that are gone"


def test_operation_ids_are_unique_and_said():
    in_contract = [handler for handler in handlers() if handler.resolve_include_in_schema()]
    ids = [handler.operation_id for handler in in_contract]

    assert all(ids), f"give an operation_id to {[title(one) for one in in_contract if not one.operation_id]}"
    assert len(ids) == len(set(ids)), sorted({one for one in ids if ids.count(one) > 1})
