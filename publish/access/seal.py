"""A folder sealed file by file: AES-256-GCM (NIST SP 800-38D) under one long random key.

A sealed file is 12 random bytes (the nonce), then ciphertext and tag; its path is authenticated with it, so that no
file can stand in another's place. Nonces are random: fine for 2³² files under one key (SP 800-38D, 8.3).
"""

import base64
import binascii
import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from caifeng.errors import PublishError
from caifeng.resources import resource

SUFFIX = ".sealed"
INDEX = "sealed-index"  # which plain bytes each file holds; itself sealed
_NONCE = 12
_KEY = 32
_SHELL = ("sw.js", "unlock.js", "unlock.css")  # in the clear, at the root


def new_key() -> str:
    """A fresh random key of 256 bits, as base64url without padding, 43 characters."""
    return base64.urlsafe_b64encode(secrets.token_bytes(_KEY)).decode().rstrip("=")


def read_key(text: str) -> bytes:
    """The key that ``new_key`` wrote. Raises PublishError for anything else."""
    try:
        key = base64.b64decode(text.strip() + "=", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise PublishError("加密的钥匙不对：应是 caifeng seal key 给出的 43 个字符") from error
    if len(key) != _KEY:
        raise PublishError("加密的钥匙长度不对：应是 caifeng seal key 给出的 43 个字符")
    return key


def seal(key: bytes, path: str, data: bytes) -> bytes:
    """The file of that path (POSIX, from the site's root) sealed."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, path.encode())


def unseal(key: bytes, path: str, sealed: bytes) -> bytes:
    """What ``seal`` was given. Raises PublishError for another key, another path or changed bytes."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], path.encode())
    except (InvalidTag, ValueError) as error:
        raise PublishError(f"{path} 解不开：钥匙不对，或文件被改动过") from error


def seal_folder(plain: Path, fresh: Path, key: bytes, former: Path | None = None) -> None:
    """Write into the empty folder ``fresh`` what ``plain`` holds, every file sealed, and pages that ask for the key.

    Files that ``former`` (an earlier sealed folder) holds with the same content are linked, not sealed anew: what did
    not change stays byte for byte.
    """
    known = _index(former, key) if former else {}
    digests: dict[str, str] = {}
    for path in sorted(one for one in plain.rglob("*") if one.is_file()):
        name = path.relative_to(plain).as_posix()
        data = path.read_bytes()
        digests[name] = hashlib.sha256(data).hexdigest()
        target = fresh / f"{name}{SUFFIX}"
        target.parent.mkdir(parents=True, exist_ok=True)
        if former and known.get(name) == digests[name]:
            os.link(former / f"{name}{SUFFIX}", target)
        else:
            target.write_bytes(seal(key, name, data))
        if name.endswith(".html"):
            _shell(fresh, name)
    for name in _SHELL:
        (fresh / name).write_bytes(resource(f"site/seal/{name}").read_bytes())
    (fresh / f"{INDEX}{SUFFIX}").write_bytes(seal(key, INDEX, json.dumps(digests, sort_keys=True).encode()))


def _index(former: Path, key: bytes) -> Mapping[str, str]:
    """What a sealed folder holds; nothing where it is none, or was sealed with another key."""
    try:
        found = json.loads(unseal(key, INDEX, (former / f"{INDEX}{SUFFIX}").read_bytes()))
    except (OSError, PublishError, ValueError):
        return {}
    return {name: digest for name, digest in found.items() if (former / f"{name}{SUFFIX}").is_file()}


def _shell(fresh: Path, name: str) -> None:
    """The page that asks for the key, in the place of a sealed one; it knows its way to the root and nothing else."""
    shell = resource("site/seal/unlock.html").read_text(encoding="utf-8")
    (fresh / name).write_text(shell.replace("{{root}}", "../" * name.count("/")), encoding="utf-8")
