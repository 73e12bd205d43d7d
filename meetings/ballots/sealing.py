"""Sealing a ballot and opening it again: RSA-3072, OAEP with SHA-256. No file, no database, no clock."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from meetings.votes.models import VoteChoice

BITS, LENGTH = 3072, 384
_OAEP = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=b"porte-voix bulletin 1")
_CHOICES = {choice.value: choice for choice in VoteChoice}


class Unreadable(Exception):
    """A sealed row is no ballot of this vote, or not for this key. It says nothing of what is in it."""


@dataclass(frozen=True)
class Ballot:
    """An opened ballot: what its voter chose, and the tracker they know it by."""

    tracker: str
    choice: VoteChoice

    def __repr__(self) -> str:
        return "Ballot(…)"


def new_keys() -> tuple[str, bytes]:
    """The public and the private key of one vote, both as PEM."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    written = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return public.decode("ascii"), written


def seal(public_key: str, motion_id: uuid.UUID, ballot: Ballot) -> bytes:
    """A ballot for one vote, sealed: always `LENGTH` bytes, never twice the same."""
    written = json.dumps([motion_id.hex, ballot.choice.value, ballot.tracker], ensure_ascii=False)
    return _public(public_key).encrypt(written.encode(), _OAEP)


@lru_cache(maxsize=32)
def _public(pem: str) -> rsa.RSAPublicKey:
    return cast(rsa.RSAPublicKey, serialization.load_pem_public_key(pem.encode("ascii")))


class Opener:
    """The private key of a vote, read once for all its ballots. Raises Unreadable when it is none."""

    def __init__(self, private_key: bytes, motion_id: uuid.UUID) -> None:
        try:
            self._key = cast(rsa.RSAPrivateKey, serialization.load_pem_private_key(private_key, None))
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise Unreadable from None
        self._motion = motion_id.hex

    def open(self, sealed: bytes) -> Ballot:
        """The ballot in a sealed row. Raises Unreadable when there is none of this vote."""
        try:
            motion, choice, tracker = json.loads(self._key.decrypt(sealed, _OAEP))
        except ValueError:
            raise Unreadable from None
        if motion != self._motion:
            raise Unreadable
        return Ballot(tracker, _CHOICES[choice])
