"""Every limit of a mini-app call, each with its reason. Host, runtime and tools read them here."""

DEADLINE_SECONDS = 2.0
"""Wall time of a call, host calls included: longer than any form needs, shorter than a person's patience."""

COMPILE_DEADLINE_SECONDS = 20.0
"""Publication is rare and happens away from people;
300 lines took 27 ms in the guest, so this is generous."""

KILL_GRACE_SECONDS = 0.05
"""How long after the deadline the worker process may live: one scheduler hiccup, no more."""

INPUT_BYTES = 64 * 1024
"""What a person sends to one screen or action. Files travel by reference, never inside."""

OUTPUT_BYTES = 256 * 1024
"""What one call may answer: a phone on a bad line still receives it within seconds."""

PACKAGE_BYTES = 1024 * 1024
"""Bytecode of one package: 300 lines are 18 KB, so this is some 15,000 lines."""

SOURCE_BYTES = 1024 * 1024
"""Python source of one package; above this nobody can review it honestly."""

PACKAGE_FILE_BYTES = 40 * 1024 * 1024
"""A whole `.gkb` file: kilobytes of Python, or a WebAssembly component of at most 32 MiB."""

PACKAGE_FILES = 400
"""Files in a package, tests and mocks included: more is an archive, not a mini-app."""

COMPONENT_BYTES = 32 * 1024 * 1024
"""Of a mini-app that is a WebAssembly component: CPython with its library is 18 MB, so any language has room."""

HOST_CALLS = 64
"""Capability calls within one call: a screen needs fewer than ten; a flood must not reach the database."""

HOST_CALL_PAYLOAD_BYTES = 64 * 1024
"""One capability request or answer, as JSON."""

WRITES = 16
"""Capability calls that change something, within one call: nothing honest writes more in one tap."""

LOG_LINES = 100
"""Lines that `print` keeps of one call; the rest is counted, not kept."""

LOG_LINE_CHARACTERS = 500
"""Longest kept log line: logs are for reading, not for carrying data out."""

SCREEN_DEPTH = 16
"""Nesting of objects and lists inside a screen: the renderer recurses."""

SCREEN_NODES = 2_000
"""Objects inside a screen: an old phone still draws it smoothly."""

MEMORY_BYTES = 64 * 1024 * 1024
"""Linear memory of one instance. The interpreter takes about 10 MiB of it."""

MEMORIES = 2
"""Memories per store: the limit above counts per memory, so their number counts too. The runtime needs 1."""

TABLES = 4
"""Tables per store: they take host memory that the memory limit does not see. The runtime needs 2."""

TABLE_ELEMENTS = 10_000
"""Elements per table. The runtime needs 5,672, one for each function that C calls by pointer."""

INSTANCES = 48
"""Core instances per store. The runtime is linked from 38: interpreter, libc, standard library, adapters."""

FUEL = 60_000_000_000
"""Units of one call (some 13e9 a second here): a bound that is the same on every machine and in every replay, set
above what fits into the deadline on a fast core. The deadline is what people feel; this ends what nobody watches."""

COMPILE_FUEL = 400_000_000_000
"""The same for one compilation."""
