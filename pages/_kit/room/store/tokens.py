"""Codes that people read, and tokens that nobody reads; of tokens the store keeps hashes alone."""

import hashlib
import hmac
import re
import secrets
from typing import Final

LETTERS: Final = "BCDFHJKMNPRTVWXYZ"
"""Letters that are not mistaken for each other, and that make no words."""
CODE_LENGTH: Final = 5
_TOKEN: Final = re.compile(r"[0-9A-Za-z_-]{22,64}")


def new_code() -> str:
    """A code for a room."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def read_code(typed: str) -> str | None:
    """The code that somebody has typed, in whatever case and with whatever spaces; None if it is none."""
    code = re.sub(r"[\s.-]", "", typed[:40]).upper()
    return code if len(code) == CODE_LENGTH and set(code) <= set(LETTERS) else None


def new_token() -> str:
    """A token of 256 random bits."""
    return secrets.token_urlsafe(32)


def is_token(text: object) -> bool:
    """Whether this may be a token; a browser makes those of participants."""
    return isinstance(text, str) and _TOKEN.fullmatch(text) is not None


def hashed(token: str, room: str) -> str:
    """SHA-256 of a token in the room with this code, in hexadecimal: in another room it is another one."""
    return hashlib.sha256(f"{room} {token}".encode("utf-8", "surrogatepass")).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two hashes are equal, in constant time."""
    return hmac.compare_digest(one, other)
