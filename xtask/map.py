#!/usr/bin/env python3
"""Builds the shapes of states that crates/mithaq-plot draws maps with, from a named, versioned package.

    python3 xtask/map.py              # download into the cache, write the tables
    python3 xtask/map.py --cache DIR

Needs Python 3.11 (standard library only), and `npm` for the download. Nothing is installed: the package is fetched
with `npm pack` into a cache folder (default: mithaq-world-cache in the system's temporary folder), its SHA-256 is
checked, and it is read as an archive. The same package gives the same bytes.

Reads    world-atlas: countries-50m.json (Natural Earth 4.1.0, public domain); packs/world/states.tsv
Writes   crates/mithaq-plot/data/shapes-fine.tsv   every ring of the source, for maps of a region
         crates/mithaq-plot/data/shapes-world.tsv  the same lines thinned, without the islets, for maps of the world
         crates/mithaq-plot/data/capitals.tsv      iso3, latitude, longitude of the capital

A row of shapes: iso3, tab, one ring in the encoding of polylines that Google published (longitude before latitude, in
hundredths of a degree). Rings are cut at 169 degrees west, so that none of them jumps from one edge of the map to
the other; holes are rings like others (fill them even-odd). Antarctica is left out. `-` stands for land that belongs
to no state of the table.
"""
import argparse
import hashlib
import heapq
import json
import math
import pathlib
import subprocess
import tarfile
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = ROOT / "crates" / "mithaq-plot" / "data"
PACKAGE = ("world-atlas", "2.0.2", "world-atlas-2.0.2.tgz", "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97")

# Territories are drawn as land of the state they count to in xtask/world.py (TERRITORY); here by the number in the topology.
TERRITORY = {
    "CHN": "344 446", "DNK": "304 234", "FIN": "248", "NLD": "533 531 534", "AUS": "334 574",
    "USA": "580 850 316 016 630", "FRA": "666 876 663 652 258 540 260",
    "GBR": "239 086 654 612 660 238 136 060 092 796 500 832 831 833",
}
# Shapes of the source without a number, by name. Northern Cyprus, Somaliland and the Siachen glacier are shapes of their
# own there and stand for no state of the table.
UNNUMBERED = {"Kosovo": "XKX", "Indian Ocean Ter.": "AUS", "N. Cyprus": "-", "Somaliland": "-", "Siachen Glacier": "-"}
LEFT_OUT = {"010"}
CUT = -169.0
SCALE = 100
# Thinning for the world map: a corner goes if it and its neighbours span less than this, in square degrees at the equator.
CORNER = 0.035
ISLET = 0.12


def fetch(cache):
    name, version, file, digest = PACKAGE
    path = cache / file
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=cache, check=True, stdout=subprocess.DEVNULL)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != digest:
        raise SystemExit(f"{path}: SHA-256 is {found}, expected {digest}")
    with tarfile.open(path) as archive:
        return json.load(archive.extractfile("package/countries-50m.json"))


def unpack(topology):
    """The arcs in degrees."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for packed in topology["arcs"]:
        x = y = 0
        arc = []
        for mx, my in packed:
            x, y = x + mx, y + my
            arc.append((x * kx + dx, y * ky + dy))
        arcs.append(arc)
    return arcs


def corner(a, b, c):
    """Area of the triangle, in square degrees at the equator."""
    narrow = math.cos(math.radians(b[1]))
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) * narrow / 2


def thinned(arc, least):
    """Visvalingam's thinning; ends stay, so that neighbours still share their border."""
    closed = arc[0] == arc[-1]
    keep = 4 if closed else 2
    left, right = list(range(-1, len(arc) - 1)), list(range(1, len(arc) + 1))
    gone = [False] * len(arc)
    heap = [(corner(arc[i - 1], arc[i], arc[i + 1]), i) for i in range(1, len(arc) - 1)]
    heapq.heapify(heap)
    area = {i: size for size, i in heap}
    count = len(arc)
    while heap and count > keep:
        size, i = heapq.heappop(heap)
        if gone[i] or size != area[i]:
            continue
        if size >= least:
            break
        gone[i] = True
        count -= 1
        before, after = left[i], right[i]
        right[before], left[after] = after, before
        for j in (before, after):
            if 0 < j < len(arc) - 1:
                area[j] = max(size, corner(arc[left[j]], arc[j], arc[right[j]]))
                heapq.heappush(heap, (area[j], j))
    return [p for p, out in zip(arc, gone) if not out]


def ring_of(indices, arcs):
    ring = []
    for i in indices:
        arc = arcs[i] if i >= 0 else arcs[~i][::-1]
        ring.extend(arc if not ring else arc[1:])
    return ring


def unrolled(ring):
    """Longitudes without jumps, though they may leave -180..180."""
    out, turn = [ring[0]], 0
    for (x0, _), (x, y) in zip(ring, ring[1:]):
        if x - x0 > 180:
            turn -= 360
        elif x - x0 < -180:
            turn += 360
        out.append((x + turn, y))
    return out


def half(ring, edge, keep):
    """The part of a closed ring on one side of a meridian."""
    out = []
    for p, q in zip(ring, ring[1:]):
        if keep(p[0]):
            out.append(p)
        if keep(p[0]) != keep(q[0]):
            out.append((edge, p[1] + (q[1] - p[1]) * (edge - p[0]) / (q[0] - p[0])))
    return out + out[:1]


def cut(ring):
    """The ring's parts within CUT..CUT+360."""
    ring = unrolled(ring)
    low, high = min(x for x, _ in ring), max(x for x, _ in ring)
    parts = []
    for turn in range(math.floor((low - CUT) / 360), math.floor((high - CUT) / 360) + 1):
        west, east = CUT + 360 * turn, CUT + 360 * (turn + 1)
        part = ring
        if low < west:
            part = half(part, west, lambda x: x >= west)
        if high > east and part:
            part = half(part, east, lambda x: x <= east)
        if len(part) >= 4:
            parts.append([(x - 360 * turn, y) for x, y in part])
    return parts


def area(ring):
    """In square degrees at the equator."""
    middle = sum(y for _, y in ring) / len(ring)
    total = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:]))
    return abs(total) / 2 * math.cos(math.radians(middle))


def encoded(ring):
    out, at = [], (0, 0)
    points = []
    for x, y in ring:
        point = (round(x * SCALE), round(y * SCALE))
        if not points or point != points[-1]:
            points.append(point)
    if points[0] == points[-1]:
        points.pop()
    if len(points) < 3:
        return None
    for point in points:
        for new, old in zip(point, at):
            value = new - old
            value = ~(value << 1) if value < 0 else value << 1
            while value >= 0x20:
                out.append(chr((0x20 | value & 0x1F) + 63))
                value >>= 5
            out.append(chr(value + 63))
        at = point
    return "".join(out)


def table(geometries, arcs, whole, islet):
    """Rings of `arcs`; of the `whole` arcs where thinning left nothing."""
    rings = {}
    for iso3, geometry in geometries:
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        for polygon in polygons:
            for indices in polygon:
                parts = cut(ring_of(indices, arcs)) or cut(ring_of(indices, whole))
                rings.setdefault(iso3, []).extend(parts)
    rows = []
    for iso3 in sorted(rings):
        largest = max(area(r) for r in rings[iso3])
        for ring in sorted(rings[iso3], key=area, reverse=True):
            text = encoded(ring) if area(ring) >= min(islet, largest) else None
            if text:
                rows.append(f"{iso3}\t{text}\n")
    return "".join(rows)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--cache", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "mithaq-world-cache")
    topology = fetch(options.parse_args().cache)

    states = [line.split("\t") for line in (ROOT / "packs/world/states.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    # The former states keep numbers that others use today; they have no shape.
    code = {row[2]: row[0] for row in states if row[2] and not row[15:16][0].strip()}
    code |= {number: iso3 for iso3, numbers in TERRITORY.items() for number in numbers.split()}
    geometries = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        number, name = geometry.get("id"), geometry["properties"]["name"]
        if number in LEFT_OUT:
            continue
        iso3 = code[number] if number else UNNUMBERED[name]
        geometries.append((iso3, geometry))

    arcs = unpack(topology)
    DATA.mkdir(parents=True, exist_ok=True)
    fine = table(geometries, arcs, arcs, 0.0)
    coarse = table(geometries, [thinned(arc, CORNER) for arc in arcs], arcs, ISLET)
    capitals = "".join(f"{row[0]}\t{row[5]}\t{row[6]}\n" for row in states)
    for name, text in (("shapes-fine", fine), ("shapes-world", coarse), ("capitals", capitals)):
        (DATA / f"{name}.tsv").write_text(text, encoding="utf-8")
        print(f"{name}.tsv: {text.count(chr(10))} rows, {len(text)} bytes")
    drawn = {iso3 for iso3, _ in geometries}
    print("without a shape:", " ".join(row[0] for row in states if row[0] not in drawn))


if __name__ == "__main__":
    main()
