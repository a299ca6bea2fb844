"""Fetching a country's GeoNames file over the network, on request only."""

from __future__ import annotations

import re
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from claimbook.errors import PlacesError

from .imports import Import, Tally, add_places

GEONAMES = "https://download.geonames.org/export/dump"
_TIMEOUT_S = 60
_MOST_BYTES = 200_000_000


def fetch_country(
    country: str,
    *,
    base: str = GEONAMES,
    cache_folder: Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> tuple[Import, Tally]:
    """Fetches `base`/CC.zip and imports it as "geonames-CC".

    Raises PlacesError if the file cannot be had; nothing is changed then.
    """
    code = country.strip().upper()
    if not re.fullmatch(r"[A-Z]{2}", code):
        raise PlacesError(f"{country!r} is no country. Give two letters, such as SY.")
    address = f"{base.rstrip('/')}/{code}.zip"
    if not address.startswith(("https://", "http://")):
        raise PlacesError(f"{address}: only http and https addresses are fetched.")
    if progress:
        progress(f"Fetching {address} ...")
    try:
        with urllib.request.urlopen(address, timeout=_TIMEOUT_S) as answer:
            data = answer.read(_MOST_BYTES + 1)
    except (urllib.error.URLError, TimeoutError, OSError) as error:
        raise PlacesError(
            f"{address}: cannot be fetched ({error}). Without a network, copy the file here and use `claimbook places add`."
        ) from error
    if len(data) > _MOST_BYTES:
        raise PlacesError(f"{address}: is larger than {_MOST_BYTES // 1_000_000} MB. Fetch it by hand.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{code}.zip"
        path.write_bytes(data)
        return add_places(path, form="geonames", name=f"geonames-{code}", cache_folder=cache_folder, progress=progress)
