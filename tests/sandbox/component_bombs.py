"""Components that must not be published, and what the refusal has to say; and some that do harm only when called."""

from pathlib import Path

VISITS = (Path(__file__).parent / "component_apps" / "visits.wat").read_text("utf-8")
HOST = "kuaiban:runtime/host@0.1.0"
CALL = '(import "kuaiban:runtime/host@0.1.0" (instance $host (export "call" (func (param "capability" string) (param "payload" string) (result string)))))'


def app(
    body="(i32.const 16)",
    *,
    before="",
    memory='(memory (export "memory") 2)',
    start="",
    signature='(param "request" string) (result string)',
):
    """A component whose `handle` does `body`; by default it answers the empty string."""
    return f"""
(component
  (core module $m
    {memory}
    {before}
    (global $next (mut i32) (i32.const 65536))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (global.get $next) (global.set $next (i32.add (global.get $next) (local.get 3))))
    (func (export "handle") (param i32 i32) (result i32) {body})
    {start})
  (core instance $i (instantiate $m))
  (func (export "handle") {signature}
    (canon lift (core func $i "handle") (memory (core memory $i "memory")) (realloc (core func $i "realloc")))))
"""


def importing(what):
    return VISITS.replace("(component\n", f"(component\n  {what}\n", 1)


def exporting(what):
    return VISITS.rstrip().removesuffix(")") + f"\n  {what})"


def costly(blocks, values):
    """A function that is small to write and dear to compile: every value is alive in every one of its loops."""
    kept = " ".join(f"(local $v{n} i32)" for n in range(values))
    work = " ".join(
        f"(local.set $v{n} (i32.add (local.get $v{n}) (local.get $v{(n + 1) % values})))" for n in range(values)
    )
    body = f"(loop {work} (br_if 0 (local.get 1)))" * blocks
    return f'(func (export "costly") (param i32 i32) (result i32) {kept} {body} (local.get $v0))'


def preparing(body, *, data=""):
    """A component whose `prepare` does `body`."""
    text = app(before=f'{data} (func (export "prepare") (param i32 i32) (result i32) {body})')
    canonical = '(memory (core memory $i "memory")) (realloc (core func $i "realloc"))'
    lifted = f'(canon lift (core func $i "prepare") {canonical})'
    return text.rstrip().removesuffix(")") + f'(func (export "prepare") (param "p" string) (result string) {lifted}))'


REFUSED = {
    "thirty-memories": (
        exporting("\n".join(f"(core module $m{n} (memory 1)) (core instance (instantiate $m{n}))" for n in range(30))),
        "memory count",
    ),
    "a-memory-of-four-gigabytes": (app(memory='(memory (export "memory") 65536)'), "memory"),
    "a-table-of-ten-million": (app(before="(table 10000000 funcref)"), "table"),
    "a-table-that-grows-at-the-start": (
        app(
            before="(table $t 1 funcref)",
            start="(func $grow (if (i32.eq (table.grow $t (ref.null func) (i32.const 10000000)) (i32.const -1)) (then unreachable))) (start $grow)",
        ),
        "unreachable",
    ),
    "sixty-instances": (
        exporting("(core module $e) " + "\n".join("(core instance (instantiate $e))" for _ in range(60))),
        "instance",
    ),
    "ten-tables": (
        exporting(
            "\n".join(f"(core module $t{n} (table 1 funcref)) (core instance (instantiate $t{n}))" for n in range(10))
        ),
        "table",
    ),
    "a-start-that-loops": (app(start="(func $spin (loop (br 0))) (start $spin)"), "fuel"),
    "a-start-that-never-returns-from-recursion": (app(start="(func $deep (call $deep)) (start $deep)"), "ready"),
    "a-start-that-traps": (app(start="(func $no unreachable) (start $no)"), "unreachable"),
    "a-prepare-that-loops": (preparing("(loop (br 0)) (unreachable)"), "fuel"),
    "a-prepare-that-refuses": (
        preparing("(i32.store (i32.const 20) (i32.const 3)) (i32.const 16)", data='(data (i32.const 0) "no!")'),
        "no!",
    ),
    "a-function-dear-to-compile": (app(before=costly(100, 3_000)), "compil"),
    "lists-as-results": (
        app(signature='(param "request" string) (result (list (option u8)))'),
        "handle does not take and give strings",
    ),
    "lists-as-parameters": (
        app(signature='(param "request" (list u8)) (result string)'),
        "handle does not take and give strings",
    ),
    "two-parameters": (
        app("(i32.const 16)", signature='(param "person" string) (param "request" string) (result string)').replace(
            '(func (export "handle") (param i32 i32)', '(func (export "handle") (param i32 i32 i32 i32)'
        ),
        "handle does not take and give strings",
    ),
    "no-result": (
        app("", signature='(param "request" string)').replace("(param i32 i32) (result i32) )", "(param i32 i32) )"),
        "handle does not take and give strings",
    ),
    "imports-sockets": (importing('(import "wasi:sockets/tcp@0.2.6" (instance))'), "imports wasi:sockets/tcp"),
    "imports-environment": (
        importing(
            '(import "wasi:cli/environment@0.2.6" (instance (export "get-environment" (func (result (list (tuple string string)))))))'
        ),
        "imports wasi:cli/environment",
    ),
    "imports-clock": (
        importing('(import "wasi:clocks/monotonic-clock@0.2.6" (instance (export "now" (func (result u64)))))'),
        "imports wasi:clocks",
    ),
    "imports-another-version-of-the-host": (
        importing('(import "kuaiban:runtime/host@0.2.0" (instance))'),
        "host@0.2.0",
    ),
    "imports-a-bare-function": (importing('(import "call" (func (param "x" string) (result string)))'), "imports call"),
    "imports-a-resource": (importing('(import "r" (type (sub resource)))'), "imports r"),
    "imports-a-module": (importing('(import "m" (core module))'), "imports m"),
    "imports-a-component": (importing('(import "c" (component))'), "component imports are not supported"),
    "asks-the-host-for-a-hidden-function": (
        VISITS.replace('(export "call"', '(export "secrets" (func (result string))) (export "call"', 1),
        "secrets is not part of the world",
    ),
    "asks-the-host-with-an-identity": (
        app().replace(
            "(component\n",
            '(component\n(import "kuaiban:runtime/host@0.1.0" (instance (export "call" (func (param "person" string) (param "capability" string) (param "payload" string) (result string)))))',
            1,
        ),
        "call does not take and give strings",
    ),
    "asks-the-host-for-lists": (
        app().replace(
            "(component\n",
            '(component\n(import "kuaiban:runtime/host@0.1.0" (instance (export "call" (func (param "capability" string) (param "payload" string) (result (list string))))))',
            1,
        ),
        "call does not take and give strings",
    ),
    "shows-more-than-the-world": (
        exporting(
            '(core module $a (func (export "a"))) (core instance $a (instantiate $a)) (func (export "admin") (canon lift (core func $a "a")))'
        ),
        "admin is not part of the world",
    ),
    "shows-an-instance-called-exports": (
        exporting('(instance $e) (export "exports" (instance $e))'),
        "exports is not part",
    ),
    "shows-an-instance-called-handle": (
        '(component (instance $i) (export "handle" (instance $i)))',
        "handle is not a function",
    ),
    "shows-nothing": ("(component)", "exports no handle"),
    "asks-the-host-at-the-start": (
        (Path(__file__).parent / "component_apps" / "visits.wat")
        .read_text("utf-8")
        .replace(
            "  (core instance $app (instantiate $app\n",
            '  (core module $early (import "host" "call" (func $call (param i32 i32 i32 i32 i32))) (func $ask (call $call (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 32))) (start $ask))\n'
            '  (core instance (instantiate $early (with "host" (instance (export "call" (func $call))))))\n'
            "  (core instance $app (instantiate $app\n",
        ),
        "asks the host before a call",
    ),
    "streams": ("(component (type $s (stream u8)) (core func (canon stream.new $s)))", "async"),
    "asynchronous-functions": ('(component (import "f" (func async)))', "async"),
    "memory64": (app(memory='(memory (export "memory") i64 1)'), "memory64"),
    "threads": (app(memory='(memory (export "memory") 2 2 shared)'), "thread"),
    "garbage-collection": (app(before="(type (struct))"), "gc"),
    "vectors": (app(before="(func (result v128) v128.const i64x2 0 0)"), "SIMD"),
}

FILL = "(memory.fill (i32.const 65536) (i32.const {byte}) (i32.const {size}))"


def answering(byte, size, *, claimed=None, pages=2):
    """Answers `size` times one byte, or claims another size."""
    body = f"""(drop (memory.grow (i32.const {pages}))) {FILL.format(byte=byte, size=size)}
      (i32.store (i32.const 16) (i32.const 65536)) (i32.store (i32.const 20) (i32.const {size if claimed is None else claimed}))
      (i32.const 16)"""
    return app(body)


HARMFUL = {
    "loops": (app("(loop (br 0)) (unreachable)"), "host.timed-out"),
    "traps": (app("unreachable"), "host.guest-trapped"),
    "recurses": (app("(call $again) (i32.const 16)", before="(func $again (call $again))"), "host.guest-trapped"),
    "answers-nothing": (app(), "host.answer-malformed"),
    "answers-past-its-memory": (answering(32, 10, claimed=2_000_000_000), "host.guest-trapped"),
    "answers-from-nowhere": (app("(i32.const -8)"), "host.guest-trapped"),
    "answers-no-utf8": (answering(255, 100), "host.guest-trapped"),
    "answers-300-kilobytes": (answering(32, 300_000, pages=8), "host.output-too-large"),
    "answers-60-megabytes": (answering(32, 60_000_000, pages=950), "host.output-too-large"),
    "answers-deep": (answering(91, 200_000, pages=8), "host.answer-malformed"),
    "grows-for-ever": (app("(loop (br_if 0 (i32.ne (memory.grow (i32.const 16)) (i32.const -1)))) (unreachable)"), "host.out-of-memory"),
    "floods-the-host": (
        VISITS.replace("(if (call $has (local.get $request) (local.get $size) (i32.const 1152) (i32.const 15))", "(loop (call $call (i32.const 1024) (i32.const 9) (i32.const 1056) (i32.const 17) (i32.const 32)) (br 0))\n      (if (call $has (local.get $request) (local.get $size) (i32.const 1152) (i32.const 15))"),
        "host.too-many-host-calls",
    ),
    "asks-with-100-kilobytes": (
        VISITS.replace("(call $call (i32.const 1024) (i32.const 9) (i32.const 1056) (i32.const 17)", "(call $call (i32.const 1024) (i32.const 9) (i32.const 0) (i32.const 100000)"),
        "host.too-many-host-calls",
    ),
}  # fmt: skip
