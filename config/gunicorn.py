"""gunicorn's settings. The access log names the path alone: a patient's search is nobody's business."""

import os
from importlib import import_module
from typing import Any

workers = 2
threads = 4
worker_class = "gthread"
timeout = 30
graceful_timeout = 10
accesslog = "-"
access_log_format = "%(m)s %(U)s %(s)s %(B)s %(D)sus"
limit_request_line = 8190
control_socket_disable = True


def on_starting(_server: object) -> None:
    """A setting that is missing stops the server here; later, it would start workers that stop, again and again."""
    import_module(os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings"))


# gunicorn writes the whole address of a request that fails, and what the error says.
logconfig_dict: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"private": {"()": "directory.privacy.PrivateFormatter"}},
    "handlers": {
        "out": {"class": "logging.StreamHandler", "formatter": "private", "stream": "ext://sys.stdout"},
        "err": {"class": "logging.StreamHandler", "formatter": "private", "stream": "ext://sys.stderr"},
    },
    "root": {"handlers": ["err"], "level": "INFO"},
    "loggers": {
        "gunicorn.error": {"handlers": ["err"], "level": "INFO", "propagate": False},
        "gunicorn.access": {"handlers": ["out"], "level": "INFO", "propagate": False},
    },
}
