"""Panel and network of a registry, computed a second time from the register and the table of states alone.

In: the program (MITHAQ), packs/world/states.tsv. A register is made up, taken in and exported; then pandas and networkx compute what the contract
says, without any of Mithaq's code. Run by `tests/python/run`.
"""

import csv
import datetime
import io
import itertools
import json
import os
import random
import subprocess
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
SERIES = {"SUN": "RUS", "YUG": "SRB", "SCG": "SRB"}
BEFORE_SIGNED = {"proposed", "negotiating", "authorised", "initialled"}
STATUSES = ["negotiating", "initialled", "signed", "signed", "signed", "approved", "ratified", "in-force", "in-force", "renewed", "suspended", "terminated", "rejected"]
AREAS = ["training", "exercises", "defence-industry", "cybersecurity", "intelligence"]
STATES = "MAR AZE CZE CSK SUN RUS UKR YUG SCG SRB DEU DDR YMD YEM FRA USA EGY GEO ERI SSD NATO".split()


def run(*arguments, ok=True):
    done = subprocess.run([os.environ["MITHAQ"], *map(str, arguments)], capture_output=True, text=True)
    assert (done.returncode == 0) == ok, done.stderr
    return done.stdout


def day(text):
    return datetime.date.fromisoformat(text)


def spells(code_column, row):
    """Membership spells in the Correlates of War state system: code, first day, day after the last (None: open)."""
    if not row["cow_from"]:
        return []
    codes, ends = row[code_column].split(";"), row["cow_to"].split(";")
    out = []
    for i, start in enumerate(row["cow_from"].split(";")):
        last = ends[i] if i < len(ends) else ""
        out.append((int(codes[min(i, len(codes) - 1)]), day(start), day(last) + datetime.timedelta(1) if last else None))
    return out


with (ROOT / "packs/world/states.tsv").open(encoding="utf-8") as table:
    SYSTEM = {row["iso3"]: spells("cow_code", row) for row in csv.DictReader(table, delimiter="\t")}


def some_date(draw, low, high):
    d = datetime.date(draw.randint(low, high), draw.randint(1, 12), draw.randint(1, 28))
    return draw.choice([d.isoformat()] * 4 + [d.isoformat()[:7], d.isoformat()[:4]])


def register(seed, rows):
    draw = random.Random(seed)
    out = []
    for i in range(rows):
        parties = sorted(draw.sample(STATES, draw.choice([2, 2, 2, 2, 3, 5])))
        status = draw.choice(STATUSES)
        signed = some_date(draw, 1948, 2020) if status not in BEFORE_SIGNED and draw.random() > 0.08 else ""
        date = signed if status == "signed" else (some_date(draw, int(signed[:4]) + 1, int(signed[:4]) + 4) if signed and status != "rejected" and draw.random() > 0.2 else "")
        ended = some_date(draw, int(signed[:4]) + 5, int(signed[:4]) + 30) if signed and (status == "terminated" or draw.random() < 0.2) else ""
        if status == "terminated":
            date = ended
        if status == "rejected":
            signed = date = ended = ""
        out.append(
            {
                "id": f"R{i:04}",
                "parties": "+".join(parties),
                "domain": "defence",
                "instrument": draw.choice(["agreement", "memorandum", "treaty", "protocol"]),
                "scope": draw.choice(["general", "sector", "unknown"]),
                "status": status,
                "signed": signed,
                "date": date,
                "areas": "+".join(sorted(draw.sample(AREAS, draw.randint(0, 3)))),
                "duration_years": draw.choice(["", "", "5", "10"]),
                "terminated_date": ended,
                "source": "made up",
            }
        )
    return out


def first_day(text):
    return day({4: text + "-01-01", 7: text + "-01", 10: text}[len(text)])


def after_last(text):
    if len(text) == 10:
        return day(text) + datetime.timedelta(1)
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        return datetime.date(year + month // 12, month % 12 + 1, 1)
    return datetime.date(int(text) + 1, 1, 1)


def plus(d, years):
    try:
        return d.replace(year=d.year + years)
    except ValueError:
        return d.replace(year=d.year + years, day=28)


FAR = datetime.date(9999, 1, 1)


def runs(row):
    """First day in force and first day no longer, by the contract."""
    status = row["status"]
    if status in BEFORE_SIGNED or status == "rejected":
        return None
    start = row["date"] if status in ("in-force", "ratified") and row["date"] else row["signed"]
    if not start:
        return None
    begin = first_day(start)
    if row["terminated_date"]:
        end = after_last(row["terminated_date"])
    elif row["duration_years"]:
        end = plus(begin, int(row["duration_years"]))
    else:
        end = FAR
    return (begin, end) if begin < end else None


def together(a, b):
    """Spans of days on which both are members."""
    for (_, fa, ta), (_, fb, tb) in itertools.product(SYSTEM.get(a, []), SYSTEM.get(b, [])):
        low, high = max(fa, fb), min(ta or FAR, tb or FAR)
        if low < high:
            yield low, high


def ccode(state, year):
    held = [(f, c) for c, f, t in SYSTEM[state] if f < datetime.date(year + 1, 1, 1) and (t or FAR) > datetime.date(year, 1, 1)]
    return max(held)[1] if held else None


def panel(rows, low, high):
    """The contract's columns, pair by pair and year by year."""
    parties = [sorted({SERIES.get(p, p) for p in r["parties"].split("+")}) for r in rows]
    states = sorted({s for p in parties for s in p if s in SYSTEM})
    spans = [runs(r) for r in rows]
    cells = {}
    for year in range(low, high + 1):
        begin, end = datetime.date(year, 1, 1), datetime.date(year + 1, 1, 1)
        for a, b in itertools.combinations(states, 2):
            both = [(max(f, begin), min(t, end)) for f, t in together(a, b)]
            both = [(f, t) for f, t in both if f < t]
            if not both:
                continue
            cell = {"ccode_a": ccode(a, year), "ccode_b": ccode(b, year), "signed": 0, "in_force": 0, "in_force_dec31": 0, "in_force_bilateral": 0, "in_force_multilateral": 0}
            for r, of, span in zip(rows, parties, spans):
                if a not in of or b not in of:
                    continue
                cell["signed"] += r["signed"][:4] == str(year)
                if span and any(max(f, span[0]) < min(t, span[1]) for f, t in both):
                    cell["in_force"] += 1
                    cell["in_force_multilateral" if r["parties"].count("+") > 1 else "in_force_bilateral"] += 1
                    last = end - datetime.timedelta(1)
                    cell["in_force_dec31"] += span[0] <= last < span[1] and any(f <= last < t for f, t in both)
            cells[year, a, b] = cell
    return cells


@pytest.fixture(scope="module", params=[1, 2])
def taken_in(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("registry")
    rows = register(request.param, 400)
    with (folder / "register.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    run("import", "--csv", folder / "register.csv", "--registry", folder / "r.db", "--author", "a test")
    return rows, folder


def test_the_panel_is_the_contracts(taken_in):
    rows, folder = taken_in
    run("export", "--registry", folder / "r.db", "--as", "panel", "--from", 1945, "--to", 2024, "-o", folder / "panel.csv")
    got = pd.read_csv(folder / "panel.csv")
    assert list(got.columns[:12]) == ["year", "iso_a", "iso_b", "ccode_a", "ccode_b", "gwno_a", "gwno_b", "signed", "in_force", "in_force_dec31", "in_force_bilateral", "in_force_multilateral"]
    expected = panel(rows, 1945, 2024)
    keys = [tuple(k) for k in got[["year", "iso_a", "iso_b"]].itertuples(index=False)]
    assert keys == sorted(expected)
    for column in ["ccode_a", "ccode_b", "signed", "in_force", "in_force_dec31", "in_force_bilateral", "in_force_multilateral"]:
        wrong = [(k, column, g, expected[k][column]) for k, g in zip(keys, got[column]) if g != expected[k][column]]
        assert not wrong, (len(wrong), wrong[:5])
    assert (got["in_force"] == got["in_force_bilateral"] + got["in_force_multilateral"]).all()
    assert got["in_force"].sum() > 8_000 and got["signed"].sum() > 200


def test_areas_instruments_and_dcad_follow_from_the_same_rows(taken_in):
    rows, folder = taken_in
    run("export", "--registry", folder / "r.db", "--as", "panel", "--from", 1990, "--to", 2000, "-o", folder / "p.parquet")
    got = pd.read_parquet(folder / "p.parquet").set_index(["year", "iso_a", "iso_b"])
    year, a, b = 1995, "FRA", "MAR"
    of = [r for r in rows if {a, b} <= set(r["parties"].split("+"))]
    running = [r for r in of if (s := runs(r)) and s[0] < datetime.date(1996, 1, 1) and s[1] > datetime.date(1995, 1, 1)]
    row = got.loc[(year, a, b)]
    for area in AREAS:
        assert row["in_force_" + area.replace("-", "_")] == sum(area in r["areas"].split("+") for r in running)
    assert row["in_force_memorandum"] == sum(r["instrument"] == "memorandum" for r in running)
    assert row["dcaGeneralV2"] == any(r["scope"] == "general" for r in running)
    assert row["dcaGeneralV1"] == any(r["scope"] == "general" and r["instrument"] != "memorandum" for r in running)
    assert row["dcaAnyV2"] == bool(running)


@pytest.mark.parametrize("at", ["1960-06-01", "1991-12-25", "1991-12-26", "2003-02-04", "2020-12-31"])
def test_the_network_is_networkxs(taken_in, at):
    rows, folder = taken_in
    got = json.loads(run("network", "--registry", folder / "r.db", "--at", at, "--format", "json"))
    when = day(at)
    member = lambda s: any(f <= when < (t or FAR) for _, f, t in SYSTEM.get(s, []))
    parties = [sorted({SERIES.get(p, p) for p in r["parties"].split("+")}) for r in rows]
    graph = nx.Graph()
    graph.add_nodes_from(sorted({s for p in parties for s in p if member(s)}))
    for r, of in zip(rows, parties):
        span = runs(r)
        if span and span[0] <= when < span[1]:
            for x, y in itertools.combinations([s for s in of if s in graph], 2):
                weight = graph.edges[x, y]["weight"] + 1 if graph.has_edge(x, y) else 1
                graph.add_edge(x, y, weight=weight)
    assert got["at"] == at
    assert [n["state"] for n in got["nodes"]] == sorted(graph)
    matrix = nx.to_numpy_array(graph, nodelist=sorted(graph))
    vector = np.abs(np.linalg.eigh(matrix)[1][:, -1])
    reference = {
        "degree": dict(graph.degree()),
        "strength": dict(graph.degree(weight="weight")),
        "betweenness": nx.betweenness_centrality(graph),
        "closeness": nx.closeness_centrality(graph),
        "clustering": nx.clustering(graph),
        "core": nx.core_number(graph),
        "eigenvector": dict(zip(sorted(graph), vector)),
    }
    for node in got["nodes"]:
        for measure, values in reference.items():
            assert abs(node[measure] - values[node["state"]]) < 1e-9, (measure, node)
    assert abs(nx.community.modularity(graph, [set(c) for c in got["communities"]]) - got["modularity"]) < 1e-9
    assert got["closure"]["observed"] == sum(nx.triangles(graph).values()) // 3


def test_an_assumption_is_stated_and_changes_what_runs(taken_in):
    _, folder = taken_in
    read = lambda *more: pd.read_csv(io.StringIO(run("export", "--registry", folder / "r.db", "--as", "panel", "--from", 2010, "--to", 2010, *more)))
    fixed, open_ended, ten = read(), read("--assume", "until-terminated"), read("--assume", "10")
    assert set(fixed["assumption"]) == {"fixed-term"} and set(ten["assumption"]) == {"10-years"}
    assert open_ended["in_force"].sum() > fixed["in_force"].sum() > ten["in_force"].sum()


def test_what_nothing_covers_is_missing_and_not_zero(taken_in):
    _, folder = taken_in
    read = lambda *more: pd.read_csv(io.StringIO(run("export", "--registry", folder / "r.db", "--as", "panel", "--from", 1940, "--to", 2024, *more)))
    plain, missing = read(), read("--na")
    none = plain["coverage"] == "none"
    assert none.any() and (~none).any() and not plain["in_force"].isna().any()
    for column in ("signed", "in_force", "events_visit"):
        assert missing[column].isna().equals(none & (plain[column] == 0)), "what is known stays"


def test_wrong_requests_are_one_line(taken_in):
    _, folder = taken_in
    for arguments, word in [
        (["export", "--as", "panel", "--from", "2010", "--to", "2000"], "end"),
        (["profile", "Atlantis"], "Atlantis"),
        (["network", "--at", "2020-13-01"], "2020-13-01"),
        (["export", "--as", "panel", "--region", "atlantis"], "atlantis"),
        (["export", "--as", "panel", "-o", "/no/such/folder/p.csv"], "/no/such/folder"),
        (["export", "--as", "panel", "-o", "p.graphml"], "graphml"),
    ]:
        done = subprocess.run([os.environ["MITHAQ"], *arguments, "--registry", str(folder / "r.db")], capture_output=True, text=True, cwd=folder)
        assert done.returncode in (1, 2) and word in done.stderr and "panicked" not in done.stderr, (arguments, done.stderr)
