"""Every export format, loaded with the tools that users have, holds what `expected.json` says.

In: the folder that `cargo run -p mithaq-export --example write_all` filled, as MITHAQ_EXPORTS. Run by `tests/python/run`.
"""

import datetime
import json
import math
import os
import re
import xml.etree.ElementTree
from pathlib import Path

import duckdb
import networkx as nx
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pybtex.database
import pyreadstat
import pytest
import rdflib
import rispy

FOLDER = Path(os.environ["MITHAQ_EXPORTS"])
EXPECTED = json.loads((FOLDER / "expected.json").read_text("utf-8"))
ROWS = EXPECTED["rows"]
COLUMNS = [c["name"] for c in EXPECTED["columns"]]
LABELS = {c["name"]: c["label"] for c in EXPECTED["columns"]}
NO = len(ROWS) - 2  # the row without any value
TEXT = ["id", "remark", "status"]
INTEGERS = ["year", "level", "small", "big", "huge"]


def joined(value):
    """A list as flat formats have it."""
    return None if value is None else "+".join(value)


def plain(value):
    """A value of pandas as JSON has it: missing is None."""
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, (pd.Timestamp, datetime.datetime)):
        assert (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def column(frame, name):
    return [plain(v) for v in frame[name]]


def expected(name):
    return [row[name] for row in ROWS]


def test_the_sample_is_awkward():
    assert all(v is None for v in ROWS[NO].values())
    assert len(ROWS) == 14 and max(len(r["remark"].encode()) for r in ROWS if r["remark"]) > 2045


@pytest.mark.parametrize("file,encoding", [("sample.csv", "utf-8"), ("sample-excel.csv", "utf-8-sig")])
def test_csv_with_pandas(file, encoding):
    # Everything as text: cells are exact.
    frame = pd.read_csv(FOLDER / file, dtype=str, keep_default_na=False, encoding=encoding)
    assert list(frame.columns) == COLUMNS
    for name in TEXT:
        assert list(frame[name]) == [v or "" for v in expected(name)]
    assert list(frame["areas"]) == [joined(v) or "" for v in expected("areas")]
    assert list(frame["joint"]) == ["" if v is None else str(int(v)) for v in expected("joint")]
    assert list(frame["signed"]) == [v or "" for v in expected("signed")]
    for name in INTEGERS:
        assert list(frame[name]) == ["" if v is None else str(v) for v in expected(name)]
    assert [float(v) if v else None for v in frame["share"]] == expected("share")


def test_csv_marks():
    assert not (FOLDER / "sample.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (FOLDER / "sample-excel.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")


def test_csv_with_types_of_pandas():
    frame = pd.read_csv(FOLDER / "sample.csv", parse_dates=["signed"], dtype={n: "Int64" for n in INTEGERS + ["joint"]})
    assert column(frame, "signed") == expected("signed")
    for name in INTEGERS:
        assert column(frame, name) == expected(name)


def test_jsonl():
    lines = (FOLDER / "sample.jsonl").read_text("utf-8").split("\n")
    assert lines.pop() == ""
    rows = [json.loads(line) for line in lines]
    assert rows == ROWS, "missing values are explicit, so rows are equal as they are"
    assert [list(r) for r in rows] == [COLUMNS] * len(ROWS)
    frame = pd.read_json(FOLDER / "sample.jsonl", lines=True, dtype=False)
    assert column(frame, "id") == expected("id")


@pytest.mark.parametrize("file", ["nested.jsonl", "nested.parquet"])
def test_nested(file):
    if file.endswith("jsonl"):
        rows = [json.loads(line) for line in (FOLDER / file).read_text("utf-8").splitlines()]
    else:
        rows = pq.read_table(FOLDER / file).to_pylist()
    assert rows == EXPECTED["nested"]


def test_parquet_with_pyarrow():
    table = pq.read_table(FOLDER / "sample.parquet")
    assert table.column_names == COLUMNS
    for name in set(COLUMNS) - {"areas", "signed"}:
        assert table[name].to_pylist() == expected(name), name
    assert table["areas"].to_pylist() == [joined(v) for v in expected("areas")]
    assert [plain(v) for v in table["signed"].to_pylist()] == expected("signed")
    assert str(table.schema.field("signed").type) == "date32[day]"
    assert str(table.schema.field("joint").type) == "bool"
    assert str(table.schema.field("year").type) == "int16"


def test_parquet_says_what_it_holds():
    schema = pq.read_schema(FOLDER / "sample.parquet")
    assert schema.metadata[b"title"].decode() == EXPECTED["title"]
    for c in EXPECTED["columns"]:
        notes = schema.field(c["name"]).metadata
        assert notes[b"label"].decode() == c["label"]
        assert json.loads(notes.get(b"codes", b"[]")) == c["codes"]
    about = pq.ParquetFile(FOLDER / "sample.parquet").metadata
    assert json.loads(about.metadata[b"labels"]) == LABELS
    assert about.row_group(0).column(0).compression == "ZSTD"


def test_parquet_and_csv_with_duckdb():
    for file in ["sample.parquet", "sample.csv"]:
        rows = duckdb.sql(f"select count(*), count(id), sum(year), sum(huge), min(signed), count(*) filter (where joint::int = 1) from '{FOLDER / file}'").fetchall()[0]
        years, huge, joint = ([v for v in expected(n) if v is not None] for n in ["year", "huge", "joint"])
        assert rows[:4] == (len(ROWS), len(ROWS) - 1, sum(years), sum(huge))
        assert (plain(rows[4]), rows[5]) == ("1888-12-31", sum(joint))


def test_xlsx_with_openpyxl():
    book = openpyxl.load_workbook(FOLDER / "sample.xlsx")
    assert book.sheetnames == ["sample", "codebook"]
    sheet = book["sample"]
    assert [c.value for c in sheet[1]] == COLUMNS
    assert all(c.font.bold for c in sheet[1])
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == f"A1:L{len(ROWS) + 1}"
    assert sheet.column_dimensions["A"].width > 15
    for i, row in enumerate(ROWS):
        cells = dict(zip(COLUMNS, sheet[i + 2]))
        assert all(c.data_type != "f" for c in cells.values()), "no formula"
        for name in set(COLUMNS) - {"areas", "signed", "huge", "joint", "share"}:
            assert cells[name].value == row[name], name
        assert cells["areas"].value == (joined(row["areas"]) or None)
        assert cells["share"].value == (None if row["share"] is None else pytest.approx(row["share"], rel=1e-15))
        assert cells["joint"].value == (None if row["joint"] is None else int(row["joint"]))
        assert cells["huge"].value == (None if row["huge"] is None else str(row["huge"])), "a double would round it"
        day = cells["signed"].value
        if row["signed"] and row["signed"] > "1900-03":
            assert isinstance(day, datetime.datetime) and cells["signed"].number_format == "yyyy-mm-dd"
        assert plain(day) == row["signed"]


def test_xlsx_codebook_and_pandas():
    books = pd.read_excel(FOLDER / "both.xlsx", sheet_name=None, keep_default_na=False)
    assert list(books) == ["sample", "empty", "codebook"]
    assert list(books["empty"].columns) == COLUMNS and len(books["empty"]) == 0
    assert list(books["sample"]["id"]) == [v or "" for v in expected("id")]
    codebook = books["codebook"]
    assert list(codebook.columns) == ["table", "variable", "type", "label", "codes"]
    assert codebook["label"][0] == EXPECTED["title"]
    of = codebook[(codebook["table"] == "sample") & (codebook["variable"] != "")]
    assert dict(zip(of["variable"], of["label"])) == LABELS
    assert list(of[of["variable"] == "joint"]["codes"]) == ["0 = no\n1 = yes"]


def test_stata_with_pyreadstat():
    frame, meta = pyreadstat.read_dta(FOLDER / "sample.dta")
    assert meta.column_names_to_labels == LABELS
    assert meta.file_label == EXPECTED["title"]
    assert column(frame, "signed") == expected("signed")
    assert list(frame["id"]) == [v or "" for v in expected("id")]
    assert list(frame["remark"]) == [v or "" for v in expected("remark")], "a column of strL"
    assert list(frame["areas"]) == [joined(v) or "" for v in expected("areas")]
    for name in ["year", "level", "small", "big", "share"]:
        assert column(frame, name) == expected(name), name
    assert column(frame, "joint") == [None if v is None else int(v) for v in expected("joint")]
    assert list(frame["huge"]) == [str(v) if v is not None else "" for v in expected("huge")]
    assert meta.variable_value_labels["joint"] == {0: "no", 1: "yes"}
    assert meta.variable_value_labels["level"] == {-1: "low", 0: "middle", 1: "high"}
    labels = meta.variable_value_labels["status"]
    assert labels == {1: "Signed", 2: "In force: نافذ", 3: "denounced"}, "what has no code comes after"
    said = {"signed": "Signed", "in_force": "In force: نافذ", "denounced": "denounced", None: None}
    assert [labels.get(v) for v in column(frame, "status")] == [said[v] for v in expected("status")]
    types = meta.readstat_variable_types
    assert (types["level"], types["year"], types["big"], types["share"]) == ("int8", "int16", "double", "double")


def test_stata_with_pandas():
    with pd.read_stata(FOLDER / "sample.dta", iterator=True) as reader:
        frame = reader.read()  # first: pandas resolves no strL once the value labels have been asked for
        assert reader.variable_labels() == LABELS
        assert reader.value_labels()["level"] == {-1: "low", 0: "middle", 1: "high"}
        assert reader.data_label == EXPECTED["title"]
    assert list(frame["remark"]) == [v or "" for v in expected("remark")]
    assert column(frame, "signed") == expected("signed")
    assert column(frame, "big") == expected("big")
    assert column(frame, "joint") == [None if v is None else ["no", "yes"][v] for v in expected("joint")]
    assert frame["status"].cat.categories.tolist() == ["Signed", "In force: نافذ", "denounced"]


@pytest.mark.parametrize("file", ["empty.csv", "empty.parquet", "empty.dta", "empty.xlsx"])
def test_empty_tables_have_their_columns(file):
    read = {"csv": pd.read_csv, "parquet": pd.read_parquet, "dta": pd.read_stata, "xlsx": pd.read_excel}[file.split(".")[1]]
    frame = read(FOLDER / file)
    assert list(frame.columns) == COLUMNS and len(frame) == 0


def test_an_empty_table_is_an_empty_jsonl():
    assert (FOLDER / "empty.jsonl").read_bytes() == b""


@pytest.mark.parametrize("file", ["ties.graphml", "ties.gexf"])
def test_graphs_with_networkx(file):
    graph = (nx.read_graphml if file.endswith("graphml") else nx.read_gexf)(FOLDER / file)
    assert type(graph) is nx.Graph
    nodes, edges = EXPECTED["graph"]["nodes"], EXPECTED["graph"]["edges"]
    assert list(graph) == [n["id"] for n in nodes] and graph.number_of_edges() == len(edges)
    for node in nodes:
        data = graph.nodes[node["id"]]
        assert data.get("label", "") == node["label"]
        for name, value in node["values"].items():
            assert data.get(name) == value and type(data.get(name)) is type(value), name
    for edge in edges:
        data = graph.edges[edge["a"], edge["b"]]
        assert data["weight"] == edge["weight"]
        assert data.get("areas") == edge["values"]["areas"]
        if file.endswith("gexf"):
            # networkx reads an end that is left open as the word None.
            assert data["spells"] == [(s or "None", e or "None") for s, e in edge["spells"]]
        else:
            assert data["spells"] == ";".join(f"{s or ''}/{e or ''}" for s, e in edge["spells"])
    assert graph.edges["SAU", "TUR"].get("start") == (None if file.endswith("gexf") else "1999-03-01")


def test_gexf_as_gephi_wants_it():
    root = xml.etree.ElementTree.parse(FOLDER / "ties.gexf").getroot()
    space = {"g": "http://gexf.net/1.3"}
    graph = root.find("g:graph", space)
    assert root.get("version") == "1.3"
    assert (graph.get("mode"), graph.get("timeformat"), graph.get("defaultedgetype")) == ("dynamic", "date", "undirected")
    declared = {a.get("class"): {x.get("id") for x in a} for a in graph.findall("g:attributes", space)}
    for what in ["node", "edge"]:
        used = {v.get("for") for v in graph.findall(f"g:{what}s/g:{what}/g:attvalues/g:attvalue", space)}
        assert used and used <= declared[what]
    spells = [s for s in graph.iter("{http://gexf.net/1.3}spell")]
    assert len(spells) == 4
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", v) for s in spells for v in s.attrib.values())


def test_sources_as_ris():
    read = rispy.loads((FOLDER / "sources.ris").read_text("utf-8"))
    assert [r["type_of_reference"] for r in read] == ["NEWS"] * 3
    for entry, source in zip(read, EXPECTED["sources"], strict=True):
        assert entry["title"] == source["title"]
        assert entry["secondary_title"] == source["publisher"]
        assert entry["urls"] == [source["url"]]
        assert entry["year"] == source["published"][:4]
        assert entry["date"] == "/".join((source["published"].split("-") + ["", ""])[:3])


def test_sources_as_bibtex():
    read = pybtex.database.parse_string((FOLDER / "sources.bib").read_text("utf-8"), "bibtex")
    assert list(read.entries) == [s["key"] for s in EXPECTED["sources"]]
    plain = lambda text: re.sub(r"\\([&%{}#_$])", r"\1", text.removeprefix("{").removesuffix("}"))
    for entry, source in zip(read.entries.values(), EXPECTED["sources"], strict=True):
        assert entry.type == "article"
        assert plain(entry.fields["title"]) == source["title"]
        assert plain(entry.fields["journal"]) == source["publisher"]
        assert entry.fields["url"] == source["url"]
        assert entry.fields["year"] == source["published"][:4]


def test_agreements_as_linked_data():
    graph = rdflib.Graph().parse(FOLDER / "agreements.jsonld", format="json-ld")
    schema, wdt = rdflib.Namespace("https://schema.org/"), rdflib.Namespace("http://www.wikidata.org/prop/direct/")
    country = "http://publications.europa.eu/resource/authority/country/"
    found = {str(graph.value(s, schema.identifier)): s for s in graph.subjects(rdflib.RDF.type, schema.CreativeWork)}
    kinds = {4: rdflib.XSD.gYear, 7: rdflib.XSD.gYearMonth, 10: rdflib.XSD.date}
    assert set(found) == {a["id"] for a in EXPECTED["agreements"]}
    assert str(found["a1"]) == "urn:mithaq:agreement:a1" and str(found["a 3"]) == "urn:mithaq:agreement:a%203"
    for agreement in EXPECTED["agreements"]:
        subject = found[agreement["id"]]
        assert str(graph.value(subject, schema.name)) == agreement["name"]
        signed = graph.value(subject, wdt.P585)
        assert (str(signed), signed.datatype) == (agreement["signed"], kinds[len(agreement["signed"])])
        parties = {(str(graph.value(p, schema.identifier)), str(graph.value(p, schema.name))) for p in graph.objects(subject, wdt.P1891)}
        assert parties == {tuple(p) for p in agreement["parties"]}
        assert rdflib.URIRef(country + "SAU") in set(graph.objects(subject, wdt.P1891))
        assert {str(a) for a in graph.objects(subject, wdt.P921)} == set(agreement["areas"])
        report = graph.value(subject, schema.citation)
        assert str(report) == agreement["sources"][0]["url"].replace(" ", "%20")
        assert str(graph.value(report, schema.headline)) == agreement["sources"][0]["title"]
        assert str(graph.value(graph.value(report, schema.publisher), schema.name)) == "SPA"
    assert len(list(graph.subjects(rdflib.RDF.type, schema.Country))) == 2
    asked = graph.query("prefix wdt: <http://www.wikidata.org/prop/direct/> select distinct ?a { ?a wdt:P1891 ?s . filter(strends(str(?s), '/TUR')) }")
    assert len(asked) == 3
