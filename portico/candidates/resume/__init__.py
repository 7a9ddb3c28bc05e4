"""Reads a résumé, PDF or Word, into a proposed profile that its owner confirms field by field.

`read_resume(data, content_type)` starts a child process for each file; what it finds is JSON Resume. `as_profile`
says it in the fields of a profile. Nothing here changes a candidate. The reading itself (`reader.py` and below) knows
neither Django nor the database.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portico.candidates.resume.profiles import as_profile
    from portico.candidates.resume.running import ResumeProfile, read_resume

__all__ = ["ResumeProfile", "as_profile", "read_resume"]


def __getattr__(name: str) -> Any:
    """The child imports this package too, and must stay small: what needs Django is loaded when it is asked for."""
    if name in {"read_resume", "ResumeProfile"}:
        from portico.candidates.resume import running

        return getattr(running, name)
    if name == "as_profile":
        from portico.candidates.resume.profiles import as_profile

        return as_profile
    raise AttributeError(name)
