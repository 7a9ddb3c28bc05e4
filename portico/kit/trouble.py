"""Trouble that passes: for a while the database or the file store does not answer, or the disk takes nothing.

It is told from mistakes of our own, which do not pass. A page that meets it answers 503, with words that say what to
do; what is only noted by the way (when somebody was last here) is left out, so that reading goes on.
"""

import errno
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError

from portico.kit.storing import StoreAway

logger = logging.getLogger(__name__)

RETRY_AFTER = 10
"""Seconds after which it is worth another try."""
SQLITE_PASSES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOMEM,
}
SYSTEM_PASSES = {
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
    errno.EIO,
    errno.EMFILE,
    errno.ENFILE,
    errno.ENOMEM,
    errno.EAGAIN,
    errno.ENOTDIR,
}


def passes(error: BaseException | None) -> bool:
    """Whether this is no fault of the request nor of ours, and over as soon as somebody frees or mends something."""
    if isinstance(error, OperationalError):
        cause = error.__cause__
        if isinstance(cause, sqlite3.Error):
            # The lowest byte is the kind of trouble, the rest says more about it.
            return getattr(cause, "sqlite_errorcode", 0) & 0xFF in SQLITE_PASSES
        return True
    if isinstance(error, OSError):
        return error.errno in SYSTEM_PASSES
    return isinstance(error, InterfaceError | StoreAway)


def came_of_trouble(error: BaseException | None) -> bool:
    """Whether this, or what it was raised for, passes."""
    while error is not None and not passes(error):
        error = error.__cause__ or error.__context__
    return error is not None


@contextmanager
def by_the_way(what: str = "") -> Iterator[None]:
    """For what is noted in passing, outside of transactions: while it cannot be written, only the log gets `what`."""
    try:
        yield
    except Exception as error:
        if not passes(error):
            raise
        if what:
            logger.error("Could not be written down: %s", what)
