"""A process that is killed just before one of its calls of the system which change something outside of it.

Between two such calls nothing changes on the disk or at the host, so that all moments at which a kill matters are had.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import sys
from collections.abc import Callable

from tools.torture.warm import ended, fork

# The numbers of what writes, names, removes and sends; of those that open or make a file, only such as make one.
_CALLS = {
    "x86_64": (
        "1 18 20 44 46 76 77 82 83 84 85 86 87 88 258 263 264 265 266 285 296 316 326 328", 257
    ),
    "aarch64": ("34 35 36 37 38 45 46 47 64 66 68 70 206 211 276 285 287", 56),
}  # fmt: skip
# Requests, options and words of ptrace(2), and an option of wait(2).
_TRACE_ME, _SYSCALL, _OPTIONS, _INFO = 0, 24, 0x4200, 0x420E
_GOOD, _CLONE, _EXIT_KILL = 1, 1 << 3, 1 << 20
_ENTRY = 1
_WALL = 0x40000000
ARE_TRACED = sys.platform == "linux" and platform.machine() in _CALLS


class _Info(ctypes.Structure):
    """What the system says of a call that a traced process makes."""

    _fields_ = (
        ("op", ctypes.c_uint8), ("pad", ctypes.c_uint8 * 3), ("arch", ctypes.c_uint32), ("ip", ctypes.c_uint64),
        ("sp", ctypes.c_uint64), ("number", ctypes.c_uint64), ("args", ctypes.c_uint64 * 6),
    )  # fmt: skip


def killed_before(work: Callable[[], int], number: int) -> tuple[int, int]:
    """The exit code of work that is killed before such a call, and how many of them it has made or was about to."""
    read, write = os.pipe()

    def watched() -> int:
        code, count = _trace(work, number)
        os.write(write, b"%d %d" % (code, count))
        return 0

    ended(fork(watched))
    os.close(write)
    with os.fdopen(read) as stream:
        code, count = map(int, stream.read().split())
    return code, count


def _trace(work: Callable[[], int], number: int) -> tuple[int, int]:
    system = ctypes.CDLL(None, use_errno=True)
    system.ptrace.argtypes = (ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p)
    system.ptrace.restype = ctypes.c_long

    def begin() -> int:
        system.ptrace(_TRACE_ME, 0, None, None)
        os.kill(os.getpid(), signal.SIGSTOP)
        return work()

    calls, opening = _CALLS[platform.machine()]
    changing = {int(call) for call in calls.split()}
    child, info, count = fork(begin), _Info(), 0
    os.waitpid(child, 0)
    system.ptrace(_OPTIONS, child, None, _GOOD | _CLONE | _EXIT_KILL)
    system.ptrace(_SYSCALL, child, None, None)
    while True:
        thread, status = os.waitpid(-1, _WALL)
        if os.WIFEXITED(status) or os.WIFSIGNALED(status):
            if thread == child:
                return os.waitstatus_to_exitcode(status), count
            continue
        passed, stop = 0, os.WSTOPSIG(status)
        if stop == signal.SIGTRAP | 0x80:
            system.ptrace(_INFO, thread, ctypes.sizeof(info), ctypes.byref(info))
            makes = info.number in changing or (info.number == opening and info.args[2] & os.O_CREAT)
            if info.op == _ENTRY and makes:
                count += 1
                if count == number:
                    os.kill(child, signal.SIGKILL)
                    continue
        elif stop not in (signal.SIGTRAP, signal.SIGSTOP):
            passed = stop
        system.ptrace(_SYSCALL, thread, None, passed)
