"""The one engine configuration, for compiling and loading: an image loads only into the engine it was made for."""

import wasmtime
from wasmtime import _ffi

SWITCHED_OFF = (
    "wasm_threads",
    "shared_memory",
    "wasm_memory64",
    "wasm_multi_memory",
    "wasm_gc",
    "gc_support",
    "wasm_exceptions",
    "wasm_tail_call",
    "wasm_function_references",
    "wasm_stack_switching",
    "wasm_wide_arithmetic",
    "wasm_custom_page_sizes",
    "wasm_relaxed_simd",
    "wasm_simd",
    "wasm_component_model_map",
    "wasm_component_model_implements",
)
"""WebAssembly proposals that the interpreter's component does not need: every one left on is code to attack."""


def engine() -> wasmtime.Engine:
    """Cranelift with fuel: the same bound on every machine, and the same again when a call is replayed.

    Memory keeps its 4 GiB reservation (address space without pages): guard pages are cheaper and safer than
    bounds checks in code, and RLIMIT_DATA counts only what is writable.
    """
    config = wasmtime.Config()
    for proposal in SWITCHED_OFF:
        setattr(config, proposal, False)
    # Streams, futures and async functions; on by default, and the Python binding has no property for it.
    _ffi.wasmtime_config_wasm_component_model_async_set(config.ptr(), False)
    config.strategy = "cranelift"
    config.consume_fuel = True
    config.parallel_compilation = False
    return wasmtime.Engine(config)
