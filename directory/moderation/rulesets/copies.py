"""The data files of a ruleset, kept when it is activated and laid out again when somebody wants to go back."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from directory import clock
from directory.screening import ruleset
from directory.screening.datafiles import HOME, sources
from directory.screening.ruleset import version

from ..errors import TransitionRefused
from .models import RulesetCopy


def keep_copy() -> RulesetCopy:
    """Keep the data files of the ruleset at work, once.

    Raises `TransitionRefused` where the files are no longer those that this process has read.
    """
    if ruleset.version.__wrapped__() != ruleset.version():
        raise TransitionRefused(
            _("The files of the rules were exchanged while this process ran. Restart it, then activate.")
        )
    copy, _new = RulesetCopy.objects.get_or_create(
        version=version(), defaults={"archive": _packed(), "kept_at": clock.now()}
    )
    return copy


def _packed() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sources():
            archive.write(path, path.relative_to(HOME).as_posix())
    return buffer.getvalue()


@contextmanager
def laid_out(copy: RulesetCopy) -> Iterator[Path]:
    """The data files in a folder that is gone after the block."""
    with (
        TemporaryDirectory(prefix="ruleset-") as folder,
        zipfile.ZipFile(io.BytesIO(copy.archive)) as archive,
    ):
        archive.extractall(folder)
        yield Path(folder)
