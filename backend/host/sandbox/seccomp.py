"""A filter of system calls, written as BPF by hand: what is not listed fails with EPERM.

After the jail is shut a worker only computes, moves memory and talks over one open socket. It cannot open a file or
a socket, start a process or a thread, trace or signal anybody, or make memory executable.
"""

import ctypes
import platform
import struct

PR_SET_SECCOMP = 22
SECCOMP_MODE_FILTER = 2
ALLOW = 0x7FFF0000
REFUSE = 0x00050000 | 1  # SECCOMP_RET_ERRNO with EPERM
KILL_PROCESS = 0x80000000
PROT_EXEC = 4

LOAD, JUMP_EQUAL, JUMP_ANY_BIT, RETURN = 0x20, 0x15, 0x45, 0x06
OFFSET_NUMBER, OFFSET_MACHINE, OFFSET_THIRD_ARGUMENT = 0, 4, 32

MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

# One line per call and its reason: (name, number on x86_64, number on aarch64).
ALLOWED = (
    ("read", 0, 63),  # frames in
    ("write", 1, 64),  # frames out
    ("pread64", 17, 67),  # how much memory this process has, from a file opened before
    ("close", 3, 57),
    ("poll", 7, 73),  # is a frame waiting? (ppoll on aarch64, which has no poll)
    ("munmap", 11, 215),  # instances come and go
    ("brk", 12, 214),
    ("mremap", 25, 216),
    ("madvise", 28, 233),
    ("rt_sigaction", 13, 134),  # the engine's traps are signals
    ("rt_sigprocmask", 14, 135),
    ("rt_sigreturn", 15, 139),
    ("sigaltstack", 131, 132),
    ("futex", 202, 98),
    ("sched_yield", 24, 124),
    ("restart_syscall", 219, 128),
    ("clock_gettime", 228, 113),
    ("getrandom", 318, 278),
    ("exit", 60, 93),
    ("exit_group", 231, 94),
)
ALLOWED_WITHOUT_EXECUTE = (("mmap", 9, 222), ("mprotect", 10, 226))
FOR_COMPILING = (("memfd_create", 319, 279), ("fcntl", 72, 25))
"""The compiler maps what it made: executable memory, and a sealed file in memory that instances are copied from."""


class NoFilter(OSError):
    """The kernel did not take the filter, or this machine has none."""


def program(machine: str, *, compiling: bool = False) -> bytes:
    """The filter for a machine, as the kernel reads it."""
    intel = machine == "x86_64"
    rows = (*ALLOWED, *FOR_COMPILING, *ALLOWED_WITHOUT_EXECUTE) if compiling else ALLOWED
    plain = [x86_64 if intel else aarch64 for _, x86_64, aarch64 in rows]
    checked = [x86_64 if intel else aarch64 for _, x86_64, aarch64 in ALLOWED_WITHOUT_EXECUTE]
    lines = [
        (LOAD, 0, 0, OFFSET_MACHINE),
        (JUMP_EQUAL, 1, 0, MACHINES[machine]),
        (RETURN, 0, 0, KILL_PROCESS),
        (LOAD, 0, 0, OFFSET_NUMBER),
    ]
    for number in plain:
        lines += [(JUMP_EQUAL, 0, 1, number), (RETURN, 0, 0, ALLOW)]
    for number in checked:
        lines += [
            (JUMP_EQUAL, 0, 4, number),
            (LOAD, 0, 0, OFFSET_THIRD_ARGUMENT),
            (JUMP_ANY_BIT, 0, 1, PROT_EXEC),
            (RETURN, 0, 0, REFUSE),
            (RETURN, 0, 0, ALLOW),
        ]
    lines.append((RETURN, 0, 0, REFUSE))
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def shut(*, compiling: bool = False) -> None:
    """Put the filter on this process, for ever. Needs PR_SET_NO_NEW_PRIVS before.

    A compiler's filter lets it make memory executable, too.

    Raises:
        NoFilter: the kernel refused, or the machine is neither x86_64 nor aarch64.

    """
    machine = platform.machine()
    if machine not in MACHINES:
        raise NoFilter(f"no filter for {machine}")
    instructions = program(machine, compiling=compiling)
    buffer = ctypes.create_string_buffer(instructions, len(instructions))
    header = struct.pack("=H6xQ", len(instructions) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.c_char_p(header), 0, 0):
        raise NoFilter(ctypes.get_errno(), "the kernel did not take the filter")
