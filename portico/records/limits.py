"""What a child process that reads a stranger's file gives up before it opens the file."""

import contextlib
import os
import resource

CPU_SECONDS = 10
MEMORY = 512 * 1024 * 1024
LARGEST_FILE = 64 * 1024 * 1024


def give_up() -> None:
    """No network where the machine lets an ordinary user say so; an end to time, memory and the size of files."""
    with contextlib.suppress(OSError, AttributeError):
        os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
