"""The commands that analyse, over the demo's registry, as a user runs them: every format opens, a release is whole, pages and pictures are what they say.

In: the program (MITHAQ). Run by `tests/python/run`.
"""

import csv
import json
import os
import struct
import subprocess
import xml.etree.ElementTree
from html.parser import HTMLParser

import duckdb
import networkx as nx
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest
import rdflib


def run(*arguments, ok=True, cwd=None):
    done = subprocess.run([os.environ["MITHAQ"], *map(str, arguments)], capture_output=True, text=True, cwd=cwd)
    assert (done.returncode == 0) == ok, (arguments, done.stderr)
    assert "panicked" not in done.stderr
    return done.stdout if ok else done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    run("demo", "--registry", folder / "r.db")
    return folder


def export(folder, what, name, *more):
    run("export", "--registry", folder / "r.db", "--as", what, "-o", folder / name, *more)
    return folder / name


TABLES = ["agreements", "panel", "dyads", "events", "contributions", "documents", "follow-through", "plover", "network", "ties", "circles"]


@pytest.mark.parametrize("what", TABLES)
def test_every_table_is_the_same_in_every_format(folder, what):
    years = ["--from", "2019", "--to", "2024"]
    parquet = pd.read_parquet(export(folder, what, f"{what}.parquet", *years))
    lines = [json.loads(line) for line in export(folder, what, f"{what}.jsonl", *years).read_text("utf-8").splitlines()]
    stata, meta = pyreadstat.read_dta(export(folder, what, f"{what}.dta", *years))
    sheet = openpyxl.load_workbook(export(folder, what, f"{what}.xlsx", *years)).worksheets[0]
    frame = pd.read_csv(export(folder, what, f"{what}.csv", *years))
    assert len(parquet) == len(lines) == len(stata) == sheet.max_row - 1 == len(frame)
    # As CSV, agreements are those of the contract, which has fewer columns.
    if what != "agreements":
        assert list(parquet) == list(frame)
    assert list(parquet) == list(stata) == [c.value for c in sheet[1]]
    assert all(0 < len(label) <= 80 for label in meta.column_labels)
    if what not in ("circles",):
        assert len(frame) > 0


def test_nested_agreements_hold_their_reports(folder):
    lines = {a["id"]: a for a in map(json.loads, export(folder, "nested", "nested.jsonl").read_text("utf-8").splitlines())}
    listed = {a["id"]: a for a in map(json.loads, run("list", "agreements", "--registry", folder / "r.db", "--format", "jsonl").splitlines())}
    assert set(lines) == set(listed)
    for row in pq.read_table(export(folder, "nested", "nested.parquet")).to_pylist():
        line = listed[row["id"]]
        assert row["reports"] == lines[row["id"]]["reports"] == line["reports"]
        assert row["parties"] == line["parties"] and row["signed"] == line["signed"] and row["steps"] == line["steps"]
        assert [s["name"] for s in row["signatories"]] == [s["name"] for s in line["signatories"]]
    assert "nested" in run("export", "--registry", folder / "r.db", "--as", "nested", "-o", folder / "nested.csv", ok=False)


def test_agreements_go_out_and_in_again(folder, tmp_path):
    first = export(folder, "agreements", "agreements.csv")
    run("import", "--csv", first, "--registry", tmp_path / "again.db", "--author", "a test")
    run("export", "--registry", tmp_path / "again.db", "--as", "agreements", "-o", tmp_path / "again.csv")
    assert sorted(first.read_text("utf-8").splitlines()) == sorted((tmp_path / "again.csv").read_text("utf-8").splitlines())
    with first.open(encoding="utf-8") as f:
        head = next(csv.reader(f))
    assert head[:15] == "id parties domain instrument scope status signed signed_precision date precision place_country areas duration_years terminated_date source".split()
    assert not pd.read_csv(first)["id"].duplicated().any()


def test_graphs_open_with_their_times(folder):
    graph = nx.read_graphml(export(folder, "ties", "ties.graphml"))
    assert graph.has_edge("AZE", "MAR") and not graph.has_edge("AZE", "CZE")
    assert graph.nodes["MAR"]["region"] == "north-africa"
    gexf = nx.read_gexf(export(folder, "ties", "ties.gexf"))
    assert set(gexf) == set(graph) and gexf.nodes["MAR"]["label"] == "Morocco"
    text = (folder / "ties.gexf").read_text("utf-8")
    assert 'mode="dynamic"' in text and "2024-10-30" in text


def test_linked_data_and_sources(folder):
    data = rdflib.Graph().parse(export(folder, "agreements", "a.jsonld"), format="json-ld")
    signatories = set(map(str, data.objects(None, rdflib.URIRef("http://www.wikidata.org/prop/direct/P1891"))))
    assert any(s.endswith("/MAR") for s in signatories)
    ris = export(folder, "sources", "s.ris").read_text("utf-8")
    bib = export(folder, "sources", "s.bib").read_text("utf-8")
    assert ris.count("TY  - NEWS") == bib.count("\n@") + bib.startswith("@") > 10


def test_duckdb_reads_the_panel(folder):
    path = export(folder, "panel", "panel.parquet")
    assert duckdb.sql(f"SELECT sum(signed) FROM '{path}' WHERE iso_a = 'AZE' AND iso_b = 'MAR' AND year = 2024").fetchall() == [(1,)]


def test_everything_in_a_workbook_and_in_a_folder(folder):
    book = openpyxl.load_workbook(export(folder, "all", "all.xlsx"))
    assert {"agreements", "events", "codebook"} <= set(book.sheetnames)
    run("export", "--registry", folder / "r.db", "--as", "all", "-o", folder / "all", "--format", "parquet")
    assert {"agreements.parquet", "panel.parquet", "plover.parquet"} <= {p.name for p in (folder / "all").iterdir()}


def test_labels_in_three_languages(folder):
    for language, word in [("fr", "Année"), ("ar", "السنة"), ("en", "Year")]:
        _, meta = pyreadstat.read_dta(export(folder, "panel", f"{language}.dta", "--labels", language))
        assert word.lower() in meta.column_labels[0].lower()


def test_a_release_is_whole_and_tells_what_changed(folder, tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    run("export", "--registry", folder / "r.db", "--release", first)
    files = {p.name for p in first.iterdir()}
    assert {"agreements.csv", "panel.csv", "panel.parquet", "mithaq.xlsx", "plover.jsonl", "codebook.en.md", "codebook.fr.md", "codebook.ar.md", "coverage.csv", "CHANGES.md", "CITATION.cff", "release.json"} <= files
    assert "cff-version: 1.2.0" in (first / "CITATION.cff").read_text().replace('"', "").replace("'", "")
    versions = json.loads((first / "release.json").read_text())
    assert versions["readers"] and all(r["packs"] for r in versions["readers"] if r["documents"])
    coverage = pd.read_csv(first / "coverage.csv")
    assert list(coverage) == ["outlet", "language", "month", "documents"] and coverage["documents"].sum() > 20
    # Somebody rejects one and enters another.
    copy = tmp_path / "r.db"
    run("backup", "--registry", folder / "r.db", "-o", copy)
    gone = pd.read_csv(first / "agreements.csv")["id"][0]
    run("decide", "reject", gone, "--registry", copy, "--author", "a test", "--reason", "no such agreement")
    run("add", "--registry", copy, "--author", "a test", "--source", "Gazette", "--parties", "EGY+TUN", "--signed", "2023-01-05", "--id", "G1")
    run("export", "--registry", copy, "--release", second, "--previous", first)
    changes = (second / "CHANGES.md").read_text("utf-8")
    assert "## Added: 1\n\n- `G1`" in changes and f"## Withdrawn: 1\n\n- `{gone}`" in changes
    # The same registry gives the same release; one that is there is not written over.
    run("export", "--registry", copy, "--release", tmp_path / "again", "--previous", first)
    for name in files - {"mithaq.xlsx"}:
        assert (tmp_path / "again" / name).read_bytes() == (second / name).read_bytes(), name
    assert "there already" in run("export", "--registry", copy, "--release", second, ok=False)


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids, self.links, self.tags = set(), [], []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append(tag)
        if "id" in attributes:
            self.ids.add(attributes["id"])
        if tag == "a":
            self.links.append(attributes["href"])


def test_every_sentence_of_a_brief_has_its_source(folder):
    run("brief", "MAR", "AZE", "--registry", folder / "r.db", "-o", folder / "brief.html")
    page = Page()
    page.feed((folder / "brief.html").read_text("utf-8"))
    assert "script" not in page.tags and "#n1" in page.links
    assert {link[1:] for link in page.links if link.startswith("#")} <= page.ids
    markdown = run("brief", "Maroc", "أذربيجان", "--registry", folder / "r.db")
    sentences = [line for line in markdown.splitlines() if line.startswith("- ")]
    assert len(sentences) > 5 and all(line.rstrip().endswith("]") and "[^" in line for line in sentences)


def test_hostile_titles_stay_text(tmp_path):
    text = "RABAT - Morocco and Czechia signed an agreement on military cooperation on 30 October 2024 in Marrakesh, the defence ministry said."
    article = {"id": "x", "language": "en", "published": "2024-10-31", "publisher": "<script>alert(1)</script>", "url": "javascript:alert(1)", "title": "Morocco <img src=x onerror=alert(1)> [a](http://b)", "text": text}
    (tmp_path / "a.jsonl").write_text(json.dumps(article) + "\n", "utf-8")
    run("ingest", tmp_path / "a.jsonl", "--registry", tmp_path / "r.db")
    page = run("brief", "MAR", "CZE", "--registry", tmp_path / "r.db", "--format", "html")
    assert "<script>alert" not in page and "<img" not in page and "javascript:alert(1)\"" not in page
    assert "[a](" not in run("brief", "MAR", "CZE", "--registry", tmp_path / "r.db")


@pytest.mark.parametrize("what", ["network", "map", "timeline", "matrix"])
@pytest.mark.parametrize("labels", ["en", "ar"])
def test_pictures_are_pictures(folder, what, labels):
    for ending in ("svg", "png"):
        run("plot", what, "--registry", folder / "r.db", "-o", folder / f"{what}-{labels}.{ending}", "--labels", labels)
    svg = xml.etree.ElementTree.parse(folder / f"{what}-{labels}.svg").getroot()
    assert svg.tag.endswith("svg") and svg.get("role") == "img"
    text = "".join(svg.itertext())
    assert ("المغرب" in text) == (labels == "ar")
    head = (folder / f"{what}-{labels}.png").read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">II", head[16:24])[0] >= 1200
    assert "svg or FILE.png" in run("plot", what, "--registry", folder / "r.db", "-o", folder / "x.gif", ok=False)


def test_an_empty_registry_says_so(tmp_path):
    (tmp_path / "none.jsonl").write_text("", "utf-8")
    (tmp_path / "a.txt").write_text("nothing to see", "utf-8")
    run("ingest", tmp_path / "a.txt", "--registry", tmp_path / "r.db")
    for arguments in (["network"], ["circles"], ["profile", "MAR"], ["export", "--as", "network"]):
        said = run(*arguments, "--registry", tmp_path / "r.db", ok=False)
        assert "registry is empty" in said
    assert run("export", "--as", "panel", "--from", "2000", "--to", "2001", "--registry", tmp_path / "r.db").count("\n") == 1
