"""The channel that writes each digest into a folder, as the mail (.eml) and as a page (.html)."""

import os
import tempfile
from email import message_from_bytes, policy
from pathlib import Path

from crawler.errors import BadConfiguration
from scheduler.channels import Receipt
from scheduler.errors import DeliveryError
from storage.editions import Delivery


class Channel:
    """`directory:PATH`: files named by the digest's number, written whole or not at all."""

    def __init__(self, address: str) -> None:
        self.address = address
        path = address.partition(":")[2]
        if not path:
            raise BadConfiguration(f"channel {address!r}: say which folder, as in directory:var/digests")
        self.folder = Path(path)

    def check(self) -> None:
        """Nothing is needed but the folder, which is made when it is written to."""

    def recipients(self, addressed: tuple[str, ...]) -> tuple[str, ...]:
        """One letter for the folder itself, whoever is addressed."""
        return (str(self.folder),)

    def send(self, delivery: Delivery) -> Receipt:
        """Write both files; sending again writes the same bytes over them."""
        mail = message_from_bytes(delivery.data, policy=policy.default)
        page = mail.get_body(("html",))
        name = f"revue-{delivery.digest:04d}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            written = [_whole(self.folder / f"{name}.eml", delivery.data)]
            if page is not None:
                written.append(_whole(self.folder / f"{name}.html", page.get_content().encode()))
        except OSError as error:
            raise DeliveryError(
                f"{self.folder}: {error.strerror}: make it a writable folder with room in it", lasting=False
            ) from error
        return Receipt(said=", ".join(str(path) for path in written))


def _whole(path: Path, data: bytes) -> Path:
    """Write `data` beside `path`, sync it, then put it in place, so that no reader sees half a file."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path
