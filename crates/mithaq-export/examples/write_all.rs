//! Writes a sample of everything in every format, and what it holds as `expected.json`: `tests/python` loads both and compares.
//!
//! In: a folder. Out: `sample.csv`, `sample.xlsx`, …, `empty.csv`, …, `nested.parquet`, `ties.gexf`, `sources.ris`, `agreements.jsonld`, `expected.json`.

use arrow_array::builder::{Int16Builder, ListBuilder, StringBuilder, StringDictionaryBuilder, StructBuilder};
use arrow_array::types::{Date32Type, Int16Type};
use arrow_array::{ArrayRef, BooleanArray, Date32Array, Float64Array, Int16Array, Int32Array, Int64Array, RecordBatch, StringArray, UInt8Array};
use arrow_schema::{DataType, Field};
use mithaq_export::*;
use serde_json::{Value, json};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const TEXTS: [&str; 12] = [
    "plain",
    "he said \"no\", then left",
    "two\nlines and a tab\t!",
    "=1+1",
    "+974 5555",
    "-5",
    "@SUM(A1)",
    "اتفاقية دفاعية مع تركيا",
    "הסכם \u{202b}rtl\u{202c}",
    "🤝🇸🇦🇹🇷 e\u{301}",
    "<b>&amp;</b> \\ {x} %_#$~^",
    "_x0041_",
];
const STATUSES: [&str; 3] = ["signed", "in_force", "denounced"];
const DAYS: [&str; 4] = ["1999-03-01", "2024-02-29", "1957-10-04", "1888-12-31"];
const AREAS: [&[&str]; 4] = [&["naval", "air"], &[], &["cyber"], &["naval", "air", "cyber"]];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("write_all FOLDER")?);
    std::fs::create_dir_all(&folder)?;
    let (table, rows) = sample()?;
    let empty = Table { name: "empty".into(), batches: Vec::new(), ..table.clone() };
    let (nested, nested_rows) = nested()?;
    for format in Format::for_kind(Kind::Table) {
        write_table(&table, format, named(&folder, "sample", format))?;
        write_table(&empty, format, named(&folder, "empty", format))?;
    }
    for format in Format::for_kind(Kind::NestedTable) {
        write_table(&nested, format, named(&folder, "nested", format))?;
    }
    write_tables(&[table.clone(), empty], Format::Xlsx, folder.join("both.xlsx"))?;
    let (graph, sources, agreements) = (graph(), sources(), agreements());
    for format in Format::for_kind(Kind::Graph) {
        write_graph(&graph, format, named(&folder, "ties", format))?;
    }
    for format in Format::for_kind(Kind::Sources) {
        write_sources(&sources, format, named(&folder, "sources", format))?;
    }
    write_agreements(&agreements, Format::JsonLd, folder.join("agreements.jsonld"))?;
    let columns: Vec<Value> = table.columns.iter().map(|c| json!({"name": c.name, "label": c.label, "codes": c.codes})).collect();
    let expected = json!({
        "title": table.title,
        "columns": columns,
        "rows": rows,
        "nested": nested_rows,
        "graph": expected_graph(&graph),
        "sources": sources.iter().map(|s| json!({"key": s.key, "title": s.title, "publisher": s.publisher, "url": s.url, "published": s.published, "language": s.language})).collect::<Vec<_>>(),
        "agreements": agreements.iter().map(|a| json!({"id": a.id, "name": a.name, "parties": a.parties, "signed": a.signed, "areas": a.areas, "status": a.status,
            "sources": a.sources.iter().map(|s| json!({"url": s.url, "title": s.title, "publisher": s.publisher})).collect::<Vec<_>>()})).collect::<Vec<_>>(),
    });
    std::fs::write(folder.join("expected.json"), serde_json::to_vec_pretty(&expected)?)?;
    Ok(())
}

fn named(folder: &Path, name: &str, format: Format) -> PathBuf {
    let name = if format == Format::CsvExcel { format!("{name}-excel") } else { name.to_string() };
    folder.join(format!("{name}.{}", format.extension()))
}

/// A row for each text, one without any value, one with a text beyond Stata's fixed strings.
fn sample() -> Result<(Table, Vec<Value>), Box<dyn Error>> {
    let long = "نص طويل ".repeat(300);
    let n = TEXTS.len();
    let there = |i: usize| i != n;
    let texts: Vec<Option<&str>> = TEXTS.iter().map(|t| Some(*t)).chain([None, Some("after the gap")]).collect();
    let remarks: Vec<Option<&str>> = (0..texts.len()).map(|i| if i == 3 { Some(long.as_str()) } else { texts[i] }).collect();
    let every = |i: usize| there(i).then_some(i);
    let all: Vec<Option<usize>> = (0..texts.len()).map(every).collect();
    let statuses: Vec<Option<&str>> = all.iter().map(|i| i.map(|i| STATUSES[i % 3])).collect();
    let years: Vec<Option<i16>> = all.iter().map(|i| i.map(|i| 1990 + i as i16)).collect();
    let level: Vec<Option<i32>> = all.iter().map(|i| i.map(|i| i as i32 % 3 - 1)).collect();
    let small: Vec<Option<u8>> = all.iter().map(|i| i.map(|i| (i * 23) as u8)).collect();
    let big: Vec<Option<i64>> = all.iter().map(|i| i.map(|i| 3_000_000_000 + i as i64)).collect();
    let huge: Vec<Option<i64>> = all.iter().map(|i| i.map(|i| 9_007_199_254_740_993 + i as i64)).collect();
    let share: Vec<Option<f64>> = all.iter().map(|i| i.map(|i| i as f64 / 7.0)).collect();
    let joint: Vec<Option<bool>> = all.iter().map(|i| i.map(|i| i % 2 == 0)).collect();
    let signed: Vec<Option<&str>> = all.iter().map(|i| i.map(|i| DAYS[i % 4])).collect();
    let areas: Vec<Option<&[&str]>> = all.iter().map(|i| i.map(|i| AREAS[i % 4])).collect();
    let columns = vec![
        Column::new("id", DataType::Utf8, true, "Any text: نص"),
        Column::new("remark", DataType::Utf8, true, "Any text, one of it long"),
        Column::new("status", DataType::Dictionary(Box::new(DataType::Int16), Box::new(DataType::Utf8)), true, "Status of the agreement: الحالة")
            .with_codes([("signed", "Signed"), ("in_force", "In force: نافذ")]),
        Column::new("year", DataType::Int16, true, "Year"),
        Column::new("level", DataType::Int32, true, "Level").with_codes([("-1", "low"), ("0", "middle"), ("1", "high")]),
        Column::new("small", DataType::UInt8, true, "Small"),
        Column::new("big", DataType::Int64, true, "Big"),
        Column::new("huge", DataType::Int64, true, "Beyond what a double holds"),
        Column::new("share", DataType::Float64, true, "Share"),
        Column::new("joint", DataType::Boolean, true, "Both take part").with_codes([("0", "no"), ("1", "yes")]),
        Column::new("signed", DataType::Date32, true, "Date of signature"),
        Column::new("areas", DataType::new_list(DataType::Utf8, true), true, "Fields of cooperation"),
    ];
    let mut status = StringDictionaryBuilder::<Int16Type>::new();
    statuses.iter().for_each(|s| status.append_option(*s));
    let mut lists = ListBuilder::new(StringBuilder::new());
    for list in &areas {
        list.iter().flat_map(|l| l.iter()).for_each(|a| lists.values().append_value(a));
        lists.append(list.is_some());
    }
    let mut dates = Vec::new();
    for day in &signed {
        dates.push(day.map(|d| d.parse().map(Date32Type::from_naive_date)).transpose()?);
    }
    let values: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from(texts.clone())),
        Arc::new(StringArray::from(remarks.clone())),
        Arc::new(status.finish()),
        Arc::new(Int16Array::from(years.clone())),
        Arc::new(Int32Array::from(level.clone())),
        Arc::new(UInt8Array::from(small.clone())),
        Arc::new(Int64Array::from(big.clone())),
        Arc::new(Int64Array::from(huge.clone())),
        Arc::new(Float64Array::from(share.clone())),
        Arc::new(BooleanArray::from(joint.clone())),
        Arc::new(Date32Array::from(dates)),
        Arc::new(lists.finish()),
    ];
    let batch = RecordBatch::try_new(Table::schema(&columns), values)?;
    let rows = (0..texts.len())
        .map(|i| {
            json!({"id": texts[i], "remark": remarks[i], "status": statuses[i], "year": years[i], "level": level[i], "small": small[i], "big": big[i], "huge": huge[i],
                "share": share[i], "joint": joint[i], "signed": signed[i], "areas": areas[i]})
        })
        .collect();
    let batches = vec![batch.slice(0, 5), batch.slice(5, texts.len() - 5)];
    let title = "A row is a text that has broken writers before: نصوص \"صعبة\"".to_string();
    Ok((Table { name: "sample".into(), title, columns, batches }, rows))
}

fn nested() -> Result<(Table, Vec<Value>), Box<dyn Error>> {
    let parts = vec![Field::new("title", DataType::Utf8, true), Field::new("year", DataType::Int16, true)];
    let columns = vec![
        Column::new("n", DataType::Int16, false, "Number"),
        Column::new("sources", DataType::new_list(DataType::Struct(parts.clone().into()), true), true, "Sources"),
        Column::new("areas", DataType::new_list(DataType::Utf8, true), true, "Fields"),
    ];
    let (mut sources, mut areas) = (ListBuilder::new(StructBuilder::from_fields(parts, 2)), ListBuilder::new(StringBuilder::new()));
    for title in [TEXTS[7], TEXTS[1]] {
        let part = sources.values();
        part.field_builder::<StringBuilder>(0).ok_or("title")?.append_value(title);
        part.field_builder::<Int16Builder>(1).ok_or("year")?.append_value(1999);
        part.append(true);
        sources.append(true);
        areas.values().append_value("a+b");
        areas.append(true);
    }
    sources.append(true);
    areas.append_null();
    let values: Vec<ArrayRef> = vec![Arc::new(Int16Array::from(vec![0, 1, 2])), Arc::new(sources.finish()), Arc::new(areas.finish())];
    let batch = RecordBatch::try_new(Table::schema(&columns), values)?;
    let row = |n: i16, title: &str| json!({"n": n, "sources": [{"title": title, "year": 1999}], "areas": ["a+b"]});
    let rows = vec![row(0, TEXTS[7]), row(1, TEXTS[1]), json!({"n": 2, "sources": [], "areas": null})];
    Ok((Table { name: "nested".into(), title: "Nested".into(), columns, batches: vec![batch] }, rows))
}

fn graph() -> Graph {
    let spell = |start: Option<&str>, end: Option<&str>| Spell { start: start.map(Into::into), end: end.map(Into::into) };
    let node = |id: &str, label: &str, degree: Option<i64>, note: &str, spells| Node {
        id: id.into(),
        label: label.into(),
        values: vec![degree.map(AttributeValue::Integer), degree.map(|d| AttributeValue::Real(d as f64 / 7.0)), Some(AttributeValue::Text(note.into()))],
        spells,
    };
    let edge =
        |a: &str, b: &str, weight: f64, areas: Option<&str>, spells| Edge { a: a.into(), b: b.into(), weight, values: vec![areas.map(|a| AttributeValue::Text(a.into()))], spells };
    Graph {
        name: "ties".into(),
        title: "A node is a state: دولة".into(),
        node_attributes: vec![
            Attribute::new("degree", AttributeKind::Integer, "Partners"),
            Attribute::new("closeness", AttributeKind::Real, "Closeness"),
            Attribute::new("note", AttributeKind::Text, "Note"),
        ],
        edge_attributes: vec![Attribute::new("areas", AttributeKind::Text, "Fields")],
        nodes: vec![
            node("SAU", "المملكة \"السعودية\"", Some(2), TEXTS[2], vec![spell(Some("1932-09-23"), None)]),
            node("TUR", "Türkiye 🇹🇷", Some(1), TEXTS[10], vec![]),
            node("QAT", "Qatar & Co <x>", None, TEXTS[8], vec![]),
            node("YEM", "", Some(i64::MAX), "an isolate", vec![]),
        ],
        edges: vec![
            edge("SAU", "TUR", 2.5, Some("naval+air"), vec![spell(Some("1999-03-01"), Some("2004-02-29")), spell(Some("2010-01-01"), Some("2012-12-31"))]),
            edge("QAT", "SAU", 1.0, None, vec![spell(None, Some("2017-06-05"))]),
        ],
    }
}

fn expected_graph(graph: &Graph) -> Value {
    let value = |v: &Option<AttributeValue>| match v {
        None => Value::Null,
        Some(AttributeValue::Text(text)) => json!(text),
        Some(AttributeValue::Integer(n)) => json!(n),
        Some(AttributeValue::Real(n)) => json!(n),
    };
    let named =
        |attributes: &[Attribute], values: &[Option<AttributeValue>]| attributes.iter().map(|a| a.name.clone()).zip(values.iter().map(value)).collect::<serde_json::Map<_, _>>();
    let spells = |spells: &[Spell]| spells.iter().map(|s| json!([s.start, s.end])).collect::<Vec<_>>();
    let nodes: Vec<Value> =
        graph.nodes.iter().map(|n| json!({"id": n.id, "label": n.label, "values": named(&graph.node_attributes, &n.values), "spells": spells(&n.spells)})).collect();
    let edges: Vec<Value> =
        graph.edges.iter().map(|e| json!({"a": e.a, "b": e.b, "weight": e.weight, "values": named(&graph.edge_attributes, &e.values), "spells": spells(&e.spells)})).collect();
    json!({"nodes": nodes, "edges": edges})
}

fn sources() -> Vec<Source> {
    let source = |key: &str, title: &str, published: &str| Source {
        key: key.into(),
        title: title.into(),
        publisher: "وكالة الأنباء السعودية".into(),
        url: "https://example.org/a_b?x=1&y=%D8%A7".into(),
        published: Some(published.into()),
        language: Some("ar".into()),
        accessed: Some("2026-11-28".into()),
    };
    vec![source("spa-1", "المملكة وتركيا توقعان \"اتفاقية\" دفاعية", "1999-03-01"), source("spa-2", "100% & {naval} #1 _x_", "1999-03"), source("spa-3", "הסכם 🤝", "1999")]
}

fn agreements() -> Vec<LinkedAgreement> {
    let agreement = |id: &str, signed: &str| LinkedAgreement {
        id: id.into(),
        name: "اتفاقية \"التعاون\" الدفاعي\n2".into(),
        parties: vec![("SAU".into(), "المملكة العربية السعودية".into()), ("TUR".into(), "Türkiye".into()), ("NATO".into(), "NATO".into())],
        signed: Some(signed.into()),
        status: Some("in_force".into()),
        instrument: Some("treaty".into()),
        areas: vec!["naval".into(), "air".into()],
        duration: Some(5.0),
        sources: vec![LinkedSource {
            url: "https://example.org/خبر?q=a b".into(), title: "المملكة وتركيا".into(), publisher: "SPA".into(), published: Some("1999-03-02".into())
        }],
    };
    vec![agreement("a1", "1999-03-01"), agreement("https://example.org/a/2", "1999-03"), agreement("a 3", "1999")]
}
