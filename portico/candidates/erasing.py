"""What must go with a person: packages name here how erasing reaches what they keep about a candidate.

Rows that hang on a candidate by a foreign key with on_delete=CASCADE go by themselves, and so do notes, documents,
mails and search entries. A hook is needed for everything else: files, rows that stay for the statistics but lose
their words.

    from portico.candidates.erasing import ON_ERASE

    ON_ERASE.append(forget_drafts)      # in the package's AppConfig.ready

A hook is called inside the transaction of the erasure with the candidate as it still is, before anything of it is gone,
once for each record of the person (records that were merged into it too). Files are deleted by `drop_file`, after the
transaction.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction

from portico.kit.storing import forget

if TYPE_CHECKING:
    from portico.candidates.models import Candidate

type Hook = Callable[["Candidate"], object]

ON_ERASE: list[Hook] = []


def drop_file(key: str) -> None:
    """Delete a file of the store as soon as the row that named it is gone for good."""
    if key:
        transaction.on_commit(lambda: forget([key]))
