"""Schemathesis over the whole contract, as nobody, as a resident and as staff: no crash, no answer beyond the contract."""

from collections.abc import Callable

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, strategies
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.fuzz.conftest import Headers, Phone
from tests.running import Product

# Per operation, caller and mode: 200 operations make some 20,000 requests of the smaller number, a quarter of an hour.
EXAMPLES, SOAK_EXAMPLES = 12, 60
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# These may end the session they are sent with, so each is sent with one of its own.
ENDING = {"SignOut", "EndMyDevice", "SetMyPassword"}
PATIENCE_SECONDS = 30
FIXED = hypothesis.settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# Names that exist: in half of the cases they take the place of generated ones, which would only ever find a 404.
KNOWN = {
    "app_id": "heating_subsidy",
    "screen": "apply",
    "action": "submit",
    "code": "620102",
    "name": "Screen",
    "persona": "student",
    "recipient": "heating_subsidy",
    "purpose": "heating-subsidy-application",
    "fields": ["name"],
    "textVersion": "1",
}
Operation = APIOperation  # one path and method of the contract


@pytest.fixture(scope="module")
def operations(product: Product) -> list[Operation]:
    """All of the contract, read once: what is worked out for an operation serves every caller and mode."""
    contract = schemathesis.openapi.from_url(f"{product.url}/api/openapi.json")
    return [found.ok() for found in contract.get_all_operations()]


@pytest.mark.slow
@pytest.mark.fuzz
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("examples", [EXAMPLES, pytest.param(SOAK_EXAMPLES, marks=pytest.mark.soak)])
@pytest.mark.parametrize(
    "persona", [None, "student", "case-officer", "operator"], ids=["nobody", "a resident", "an officer", "staff"]
)
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: f"{mode.value} input")
def test_answers_are_as_the_contract_says(
    operations: list[Operation], phone: Phone, persona: str | None, mode: GenerationMode, examples: int
):
    usual = phone.headers(persona) if persona else {}

    def headers_for(operation: Operation) -> Headers:
        ending = operation.definition.raw["operationId"] in ENDING
        return phone.headers(persona) if persona and ending else usual

    settings = hypothesis.settings(FIXED, max_examples=examples)
    complaints = {
        one.label: complaint(one, mode=mode, headers_for=headers_for, settings=settings) for one in operations
    }

    assert len(operations) > 10
    assert {label: said for label, said in complaints.items() if said} == {}


def complaint(
    operation: Operation,
    *,
    mode: GenerationMode,
    headers_for: Callable[[Operation], Headers],
    settings: hypothesis.settings,
) -> str:
    """What is wrong with some answer of the operation; empty when every answer is as it should be."""

    @settings
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode), lead_somewhere=strategies.booleans())
    def ask(case: Case, *, lead_somewhere: bool) -> None:
        if lead_somewhere:
            use_known_names(case)
        case.call_and_validate(checks=CHECKS, headers=headers_for(operation), timeout=PATIENCE_SECONDS)

    try:
        ask()
    except Unsatisfiable:
        return ""  # nothing can be sent to it that its schema forbids
    except BaseExceptionGroup as group:
        return "\n".join(str(one) for one in group.exceptions)
    return ""


def use_known_names(case: Case) -> None:
    """Put names that exist into the address and the body."""
    for part in (case.path_parameters, case.body):
        if isinstance(part, dict):
            part.update({name: value for name, value in KNOWN.items() if name in part})
