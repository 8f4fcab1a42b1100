"""The kinds of columns: how times, texts and addresses are kept alike on SQLite and PostgreSQL."""

import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import BigInteger, Integer, LargeBinary, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from storage import compression
from storage.compression import opened_text, squeezed_text
from storage.errors import UnusableStore
from storage.records import utc

LONGEST_ADDRESS = 600
"""In characters; PostgreSQL indexes at most some 2,700 bytes."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """`text` with U+FFFD for what no engine keeps alike: NUL and lone surrogates."""
    return _UNSTORABLE.sub("\ufffd", text)


class Moment(TypeDecorator[datetime]):
    """A time as whole microseconds since 1970 UTC: sorts alike on both engines, whatever their zone data."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (utc(value) - _EPOCH) // timedelta(microseconds=1)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class Words(TypeDecorator[str]):
    """Text from the outside, made storable."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class Squeezed(TypeDecorator[str]):
    """Long text from the outside, made storable and compressed; what older schemas wrote is read as it is.

    On SQLite it stands in a column of text, which takes bytes as well and need not be rewritten.
    """

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else LargeBinary())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else squeezed_text(storable(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        if value is None or isinstance(value, str):
            return value
        try:
            return opened_text(bytes(value))
        except (compression.Error, UnicodeDecodeError) as error:
            raise UnusableStore(
                f"a stored text is damaged ({error}): `veilleur verify` names it, a backup has it"
            ) from error


def indexable(address: str) -> str:
    """`address` as it is stored: beyond what an index row can hold, its beginning and its hash."""
    if len(address) > LONGEST_ADDRESS:
        mark = sha256(address.encode(errors="replace")).hexdigest()
        address = f"{address[: LONGEST_ADDRESS - 1 - len(mark)]}…{mark}"
    return storable(address)


class Address(Words):
    """An address, or `capture:NAME`, made indexable."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else indexable(value)


Key = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER is SQLite's own row number
