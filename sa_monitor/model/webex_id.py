"""Webex ids: opaque text that often decodes to what Control Hub shows (`webex.md`, "The delivery")."""

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache

_URI = re.compile(
    r"ciscospark://(?P<region>[^/]+)/(?P<kind>[A-Z_]+)/"
    r"(?P<uuid>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})",
    re.IGNORECASE,
)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_BASE64 = re.compile(r"[A-Za-z0-9_-]+={0,2}")
_LONGEST = 200
"""Characters; a longer id is no Webex id of the usual form, and isn't worth decoding."""

_SHORT = 8


def uuid_of(webex_id: str) -> str | None:
    """Give the UUID, in lower case, that the id decodes to; None where it doesn't decode."""
    return _decode(webex_id) if len(webex_id) <= _LONGEST else None


@lru_cache(maxsize=4096)
def _decode(webex_id: str) -> str | None:
    if not _BASE64.fullmatch(webex_id):  # the decoder would pass over what isn't of its alphabet
        return None
    try:
        padded = webex_id + "=" * (-len(webex_id) % 4)
        match = _URI.fullmatch(urlsafe_b64decode(padded).decode("ascii"))
    except (ValueError, binascii.Error):
        return None
    return match["uuid"].lower() if match else None


def short_id(webex_id: str) -> str:
    """Give eight characters that tell ids apart: the start of the UUID, else the end of the id.

    Ids of the usual form share their first 39 characters, so their start says nothing.
    """
    uuid = uuid_of(webex_id)
    return uuid[:_SHORT] if uuid else webex_id[-_SHORT:]


def meant_id(kind: str, words: str) -> str:
    """Give the id that a person means: Control Hub shows a UUID, which becomes an id of the usual form."""
    return webex_id(kind, words.lower()) if _UUID.fullmatch(words) else words


def webex_id(kind: str, uuid: str, region: str = "us") -> str:
    """Make an id of the usual form: unpadded URL-safe base64 of `ciscospark://us/ORGANIZATION/<uuid>`."""
    return urlsafe_b64encode(f"ciscospark://{region}/{kind}/{uuid}".encode()).rstrip(b"=").decode()
