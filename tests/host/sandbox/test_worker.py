"""The walls inside the worker, tried with WebAssembly that no Python guest could make."""

import pytest
import wasmtime

from plugin_sdk.contract import limits
from plugin_sdk.runtime.engine import engine
from plugin_sdk.runtime.interpreter import limited_store

PAGE_BYTES = 65_536
GROW_MEMORY = '(module (memory 0) (func (export "grow") (param i32) (result i32) local.get 0 memory.grow))'
GROW_TABLE = (
    '(module (table 0 funcref) (func (export "grow") (param i32) (result i32) ref.null func local.get 0 table.grow))'
)


class Walled:
    """A limited store and its engine."""

    def __init__(self):
        self.engine = engine()
        self.store = limited_store(self.engine)
        self.store.set_fuel(limits.FUEL)

    def instance(self, text):
        return wasmtime.Instance(self.store, wasmtime.Module(self.engine, text), [])

    def grow(self, text, by):
        return self.instance(text).exports(self.store)["grow"](self.store, by)


@pytest.fixture
def walled():
    return Walled()


class TestLimitedStore:
    def test_a_memory_grows_to_its_limit_and_not_a_page_further(self, walled):
        assert walled.grow(GROW_MEMORY, limits.MEMORY_BYTES // PAGE_BYTES) == 0
        assert walled.grow(GROW_MEMORY, limits.MEMORY_BYTES // PAGE_BYTES + 1) == -1

    def test_a_table_grows_to_its_limit_and_not_an_element_further(self, walled):
        assert walled.grow(GROW_TABLE, limits.TABLE_ELEMENTS) == 0
        assert walled.grow(GROW_TABLE, limits.TABLE_ELEMENTS + 1) == -1

    @pytest.mark.parametrize(
        ("text", "most"),
        [
            ("(module (memory 1))", limits.MEMORIES),
            ("(module (table 1 funcref))", limits.TABLES),
            ("(module)", limits.INSTANCES),
        ],
    )
    def test_one_more_than_allowed_is_refused(self, text, most, walled):
        for _ in range(most):
            walled.instance(text)

        with pytest.raises(wasmtime.WasmtimeError, match="resource limit exceeded"):
            walled.instance(text)

    def test_an_endless_loop_runs_out_of_fuel(self, walled):
        walled.store.set_fuel(1_000_000)

        with pytest.raises(wasmtime.Trap, match="fuel"):
            walled.instance("(module (func $f (loop br 0)) (start $f))")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(module (memory i64 1))", id="memory64"),
        pytest.param("(module (memory 1) (memory 1))", id="multi-memory"),
        pytest.param("(module (memory 1 1 shared))", id="threads"),
        pytest.param("(module (tag))", id="exceptions"),
        pytest.param("(module (type (struct)))", id="gc"),
        pytest.param("(module (func (result v128) v128.const i64x2 0 0))", id="simd"),
        pytest.param("(module (func $f return_call $f))", id="tail-calls"),
        pytest.param("(module (memory 1 (pagesize 1)))", id="custom-page-sizes"),
    ],
)
def test_what_the_runtime_does_not_need_is_switched_off(text, walled):
    with pytest.raises(wasmtime.WasmtimeError):
        wasmtime.Module(walled.engine, text)
