"""What may stand in the log: never the secret part of an address that was mailed to somebody."""

import logging
import re

SECRET = re.compile(r"/[A-Za-z0-9_-]{40,}(?![A-Za-z0-9_-])")
"""A part of a path as long as the token of a link."""


class WithoutSecrets(logging.Filter):
    """Takes the tokens of emailed links out of what is logged; a refused form behind one would put it there."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every line passes, without its secrets."""
        said = record.getMessage()
        plain = SECRET.sub("/…", said)
        if plain != said:
            record.msg, record.args = plain, ()
        return True
