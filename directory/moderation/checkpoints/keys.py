"""The key under the log's checkpoints (Ed25519, RFC 8032). The setting holds its seed; pages show its public half."""

import os
from base64 import b64decode, b64encode
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

SEED_BYTES = 32


def sign(text: str) -> str:
    """The signature of a text under the present key, in base64."""
    return b64encode(_key().sign(text.encode())).decode()


def public_key() -> str:
    """The public half of the present key: 32 bytes in base64."""
    return b64encode(_key().public_key().public_bytes_raw()).decode()


def holds(text: str, *, signature: str, public: str) -> bool:
    """Whether the signature is that of the text under the public key; False for whatever cannot be read."""
    try:
        key = Ed25519PublicKey.from_public_bytes(b64decode(public, validate=True))
        key.verify(b64decode(signature, validate=True), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(b64decode(settings.LOG_SIGNING_KEY or _of_this_machine()))


def _of_this_machine() -> str:
    """The key of a demonstration: made once, in a file that only this account reads. Production names its own."""
    path = Path(settings.VAR_DIR) / "log_signing_key"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        # Whole or not there: another process may look for it at this moment.
        with NamedTemporaryFile("w", dir=path.parent) as new:
            new.write(b64encode(os.urandom(SEED_BYTES)).decode())
            new.flush()
            with suppress(FileExistsError):
                os.link(new.name, path)
    return path.read_text()
