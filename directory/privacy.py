"""Keeps what a patient searched for out of the logs."""

import logging
import re

_QUERY = re.compile(r"\?[^\s'\"]{1,4000}")


class DropQueryText(logging.Filter):
    """Cuts everything after a question mark in an address, in message and arguments, and drops exception locals."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _QUERY.sub("?…", record.getMessage())
        record.args = ()
        return True
