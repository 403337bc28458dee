#!/usr/bin/env python3
"""Builds the fonts that crates/mithaq-plot embeds: two weights, few letters, from named, versioned packages.

    python3 xtask/fonts.py            # download into the cache, write crates/mithaq-plot/fonts
    python3 xtask/fonts.py --cache DIR

Needs Python 3.11 with fonttools 4.68.0 (`pip install fonttools==4.68.0`), and `pip` for the download. The packages
are read as archives; their SHA-256 is checked. The same packages and the same fonttools give the same bytes.

Writes   {Regular,SemiBold}.ttf  Latin with all its European and Turkic letters, Greek, Cyrillic, and Arabic with the letters of
                                 Persian, Urdu and Kurdish, in one font
         OFL.txt                 its licence

Cut from the variable fonts Noto Sans and Noto Sans Arabic and joined: the renderer shapes a line of Arabic with digits or Latin
names in it only if one font has all of its letters. Their licence reserves no name; the joined font is called Mithaq Sans, so
that nobody takes it for either of them.
"""
import argparse
import hashlib
import io
import pathlib
import subprocess
import sys
import tempfile
import zipfile

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = pathlib.Path(__file__).resolve().parent.parent
FONTS = ROOT / "crates" / "mithaq-plot" / "fonts"

PUNCTUATION = [*range(0x200C, 0x2010), *range(0x2010, 0x2028), 0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x20AC, 0x2116, 0x2122, 0x2212]
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180), 0x18F, 0x259, 0x1A0, 0x1A1, 0x1AF, 0x1B0, *range(0x1CD, 0x1DD), *range(0x218, 0x21C),
         *range(0x2B0, 0x2BF), 0x2C6, 0x2C7, *range(0x2D8, 0x2DE), *range(0x300, 0x30D), 0x323, 0x326, 0x327, 0x328,
         *range(0x1E00, 0x1F00)]
GREEK = [*range(0x384, 0x3CF)]
CYRILLIC = [*range(0x400, 0x530)]
ARABIC = [*range(0x600, 0x700)]

# package, version, file, SHA-256, font inside, letters
PACKAGES = [
    ("fontpkg-noto-sans", "2.15", "fontpkg_noto_sans-2.15-py3-none-any.whl",
     "54016cb4dfbfdd8f0cae3d71a9401a73e786a473debd12f1d79067e349c9a4a3", "NotoSans[wdth,wght].ttf",
     LATIN + GREEK + CYRILLIC + PUNCTUATION),
    ("fontpkg-noto-sans-arabic", "2.12", "fontpkg_noto_sans_arabic-2.12-py3-none-any.whl",
     "eeca37a7ad6854bf1b6aa42bbce1908a6a6dcd2252ed56d021c20b613f6d16fc", "NotoSansArabic[wdth,wght].ttf",
     ARABIC),
]
WEIGHTS = {"Regular": 400, "SemiBold": 600}


def fetch(cache, package, version, file, digest):
    path = cache / file
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", cache, f"{package}=={version}"], check=True)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != digest:
        raise SystemExit(f"{path}: SHA-256 is {found}, expected {digest}")
    return zipfile.ZipFile(path)


def build(data, weight, letters):
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    font = instantiateVariableFont(font, {"wght": weight, "wdth": 100}, updateFontNames=True)
    options = Options()
    # Shaping needs these; the rest (small capitals, old-style figures, alternates) is never asked for.
    options.layout_features = ["ccmp", "locl", "init", "medi", "fina", "isol", "rlig", "calt", "kern", "mark", "mkmk", "curs"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.drop_tables += ["STAT", "DSIG", "meta"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    return font


def joined(fonts, style):
    """One font of several; it takes its measures from the first."""
    files = []
    for font in fonts:
        files.append(io.BytesIO())
        font.save(files[-1])
        files[-1].seek(0)
    font = Merger().merge(files)
    names = font["name"]
    names.names = []
    full = f"Mithaq Sans {style}"
    texts = {0: "Copyright 2022 The Noto Project Authors", 1: "Mithaq Sans" if style == "Regular" else full, 2: "Regular", 3: full, 4: full,
             6: full.replace(" ", "-"), 13: "SIL Open Font License, Version 1.1", 14: "https://scripts.sil.org/OFL",
             16: "Mithaq Sans", 17: style}
    for number, text in texts.items():
        names.setName(text, number, 3, 1, 0x409)
    font["head"].created = font["head"].modified = 3_849_984_000
    out = io.BytesIO()
    font.recalcTimestamp = False
    font.save(out)
    return out.getvalue()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--cache", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "mithaq-world-cache")
    cache = options.parse_args().cache
    FONTS.mkdir(parents=True, exist_ok=True)
    owners, licence, sources = [], "", []
    for package, version, file, digest, inside, letters in PACKAGES:
        archive = fetch(cache, package, version, file, digest)
        module = package.replace("-", "_")
        sources.append((archive.read(f"{module}/files/{inside}"), letters))
        owner, _, licence = archive.read(f"{module}/LICENSE").decode("utf-8").partition("\n")
        owners.append(owner)
    for style, weight in WEIGHTS.items():
        font = joined([build(data, weight, letters) for data, letters in sources], style)
        (FONTS / f"{style}.ttf").write_bytes(font)
        print(f"{style}.ttf: {len(font)} bytes")
    (FONTS / "OFL.txt").write_text("\n".join(owners) + "\n" + licence, encoding="utf-8")


if __name__ == "__main__":
    main()
