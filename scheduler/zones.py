"""Time zones from the pinned tzdata package alone: the system's may lag (Morocco left UTC+1 in September 2026)."""

import zoneinfo

from crawler.errors import BadConfiguration

zoneinfo.reset_tzpath(to=())


def zone(name: str) -> zoneinfo.ZoneInfo:
    """The zone of that IANA name; raises `BadConfiguration` where there is none."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError) as error:
        raise BadConfiguration(f"zone {name!r}: no such time zone (as in Africa/Casablanca)") from error
