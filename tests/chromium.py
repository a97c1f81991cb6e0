"""Gets a browser for the browser tests: `python -m tests.chromium`. Says plainly when it cannot."""

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome")


def find() -> str | None:
    """Path of an installed Chromium, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def main() -> None:
    if find() is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the browser tests …", flush=True)
        quiet = {"check": False, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update"], **quiet)  # type: ignore[call-overload]
        subprocess.run(  # type: ignore[call-overload]
            ["apt-get", "install", "-y", "--no-install-recommends", "chromium", "libatomic1"], **quiet
        )
    if find() is None:
        print("Left out: tests/browser (no Chromium here, and no right to install it).", flush=True)


if __name__ == "__main__":
    main()
