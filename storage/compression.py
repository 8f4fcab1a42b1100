"""Compression: texts and bodies as zstd frames (RFC 8878), a body also against one that it is like."""

import sys

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Error = zstd.ZstdError

LEVEL = 9
TEXT_LEVEL = 6
LARGEST = 256 * 1024 * 1024
"""In bytes: what opens into more than this is no page of ours, whatever its file claims."""

_FRAME = b"\x28\xb5\x2f\xfd"


def squeezed(data: bytes, like: bytes | None = None, *, level: int = LEVEL) -> bytes:
    """`data` as one frame; with `like`, one that opens only beside that."""
    return zstd.compress(data, level, zstd_dict=_prefix(like))


def opened(frame: bytes, like: bytes | None = None) -> bytes:
    """What `squeezed` was given; Error where it is damaged, was made beside another or opens too far."""
    reader = zstd.ZstdDecompressor(zstd_dict=_prefix(like))
    data = reader.decompress(frame, LARGEST)
    if not reader.eof:
        raise Error("incomplete, or too large" if reader.needs_input else "too large")
    if reader.unused_data:
        raise Error("bytes after its end")
    return data


def squeezed_text(text: str) -> bytes:
    """`text` as UTF-8, in a frame where that is shorter."""
    plain = text.encode()
    frame = squeezed(plain, level=TEXT_LEVEL)
    return frame if len(frame) < len(plain) else plain


def opened_text(stored: bytes) -> str:
    """The text that `squeezed_text` made; UTF-8 cannot begin as a frame does."""
    return (opened(stored) if stored.startswith(_FRAME) else stored).decode()


def _prefix(like: bytes | None) -> tuple[zstd.ZstdDict, int] | None:
    return None if not like else zstd.ZstdDict(like, is_raw=True).as_prefix
