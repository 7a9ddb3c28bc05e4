"""The lines of a text file, some of which can be put back."""

from collections import deque
from typing import TextIO

from django.utils.translation import gettext as _

from portico.imports.problems import Unreadable

MAX_RECORD = 4_000_000
"""Characters of one record over all its lines. What goes on longer has a quotation mark that never closes."""


class RecordTooLong(Exception):
    """A record that does not end where records end."""


class Lines:
    """An iterator for `csv.reader` that knows which lines the present record has taken."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.waiting: deque[str] = deque()
        self.taken: list[str] = []
        self.size = 0
        self.ran_out = False

    def begin(self) -> None:
        """A new record starts here."""
        self.taken, self.size, self.ran_out = [], 0, False

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self.waiting.popleft() if self.waiting else self._read()
        if not line:
            self.ran_out = bool(self.taken)
            raise StopIteration
        self.taken.append(line)
        self.size += len(line)
        if self.size > MAX_RECORD and len(self.taken) > 1:
            raise RecordTooLong
        return line

    def put_back(self) -> str:
        """All lines of this record but the first, which is returned, will be read again."""
        first, *rest = self.taken
        self.waiting.extendleft(reversed(rest))
        return first

    def _read(self) -> str:
        line = self.stream.readline(MAX_RECORD)
        if len(line) >= MAX_RECORD:
            raise Unreadable(
                _("This file has a line of more than %(limit)d million characters, so it cannot be a table.")
                % {"limit": MAX_RECORD // 1_000_000}
            )
        return line.replace("\0", "")
