import json
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from backend.host.sandbox import seccomp

HOUSE = Path(__file__).resolve().parents[3]
HARMLESS = {"compute": "45", "some-memory": "1048576"}


def test_native_code_in_the_jail_can_compute_and_nothing_else():
    script = Path(__file__).with_name("escape.py")

    ended = subprocess.run([sys.executable, "-I", script, HOUSE], stdout=subprocess.PIPE, check=True, timeout=30)

    came_of_it = json.loads(ended.stdout)
    assert {name: said for name, said in came_of_it.items() if not said.startswith("refused")} == HARMLESS


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_allows_what_is_listed_and_refuses_every_other_number(machine):
    column = 1 if machine == "x86_64" else 2
    allowed = {row[column] for row in seccomp.ALLOWED}
    checked = {row[column] for row in seccomp.ALLOWED_WITHOUT_EXECUTE}

    for number in range(600):
        verdict = judged(seccomp.program(machine), seccomp.MACHINES[machine], number, argument=0)
        executing = judged(seccomp.program(machine), seccomp.MACHINES[machine], number, argument=seccomp.PROT_EXEC)

        assert (verdict == seccomp.ALLOW) is (number in allowed | checked), number
        assert (executing == seccomp.ALLOW) is (number in allowed), number


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_a_compiler_may_map_what_it_made_and_still_open_nothing(machine):
    column = 1 if machine == "x86_64" else 2
    listed = (*seccomp.ALLOWED, *seccomp.FOR_COMPILING, *seccomp.ALLOWED_WITHOUT_EXECUTE)
    program = seccomp.program(machine, compiling=True)

    for number in range(600):
        verdict = judged(program, seccomp.MACHINES[machine], number, argument=seccomp.PROT_EXEC)

        assert (verdict == seccomp.ALLOW) is (number in {row[column] for row in listed}), number
    assert {"open", "openat", "socket", "execve", "clone", "kill", "ptrace"}.isdisjoint(row[0] for row in listed)


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_calls_of_another_machine_end_the_process(machine):
    assert judged(seccomp.program(machine), 0x40000003, 4, argument=0) == seccomp.KILL_PROCESS


def test_the_32_bit_calls_of_x86_64_are_refused():
    assert judged(seccomp.program("x86_64"), seccomp.MACHINES["x86_64"], 0x40000000, argument=0) == seccomp.REFUSE


def test_an_unknown_machine_gets_no_worker(monkeypatch):
    monkeypatch.setattr(seccomp.platform, "machine", lambda: "riscv64")

    with pytest.raises(seccomp.NoFilter):
        seccomp.shut()


def judged(program, machine, number, *, argument):
    """Run a filter as the kernel would."""
    data = {seccomp.OFFSET_NUMBER: number, seccomp.OFFSET_MACHINE: machine, seccomp.OFFSET_THIRD_ARGUMENT: argument}
    lines = list(struct.iter_unpack("=HBBI", program))
    accumulator, at = 0, 0
    while True:
        code, if_true, if_false, operand = lines[at]
        at += 1
        if code == seccomp.LOAD:
            accumulator = data[operand]
        elif code == seccomp.JUMP_EQUAL:
            at += if_true if accumulator == operand else if_false
        elif code == seccomp.JUMP_ANY_BIT:
            at += if_true if accumulator & operand else if_false
        else:
            return operand
