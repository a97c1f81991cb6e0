"""Keeps what people typed out of the logs: a line says what went wrong and where, never with which words."""

import logging
import re
import traceback
from types import TracebackType

_AFTER_QUESTION_MARK = re.compile(r"(\?|%(25)*3f).*", re.IGNORECASE)
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_OF_REQUESTS = ("django.request", "django.security")
"""Their messages repeat what a stranger sent: the Host, the Referer with its query, names of files and fields."""

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class PrivateFormatter(logging.Formatter):
    """One line a record, then an exception's types and places in the code.

    Left out: everything after a question mark (also an encoded one; a query with spaces has no other end), what an
    exception says (PostgreSQL repeats the whole row, `ValueError` the value), and lines of source.
    """

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        """The record itself stays as it is: text that another handler kept in it is not used here."""
        own = logging.makeLogRecord(
            {**record.__dict__, "exc_text": None, "msg": _message(record), "args": ()}
        )
        return super().format(own)

    def formatException(self, ei: ExcInfo) -> str:
        return "\n".join(_exceptions(ei[1]))

    def formatStack(self, stack_info: str) -> str:
        return "\n".join(line for line in stack_info.splitlines() if line.startswith('  File "'))


def _message(record: logging.LogRecord) -> str:
    if record.name.startswith(_OF_REQUESTS):
        text = _request(record)
    else:
        try:
            text = _without_values(record).getMessage()
        except Exception:  # logging would print the arguments instead
            text = f"a message that cannot be written, from {record.pathname}:{record.lineno}"
    return _AFTER_QUESTION_MARK.sub("?…", _BREAKS.sub(" ", text))


def _without_values(record: logging.LogRecord) -> logging.LogRecord:
    """An exception given as message or argument is named by its type."""
    args = record.args
    if isinstance(args, tuple):
        args = tuple(_named(each) for each in args)
    elif args:
        args = {name: _named(each) for name, each in args.items()}
    return logging.makeLogRecord({**record.__dict__, "msg": _named(record.msg), "args": args})


def _named(value: object) -> object:
    return type(value).__name__ if isinstance(value, BaseException) else value


def _request(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    method, path = getattr(request, "method", None) or "", getattr(request, "path", None) or ""
    return " ".join(str(part) for part in (getattr(record, "status_code", ""), method, path) if part)


def _exceptions(error: BaseException | None) -> list[str]:
    """Outermost first, then what it came from: `module.Type`, and below it its frames."""
    lines: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        lines.append(("from " if lines else "") + f"{type(error).__module__}.{type(error).__qualname__}")
        frames = traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__), lookup_lines=False)
        lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return lines
