//! Which formats there are, what each is for, and the one door to each kind of thing.
//!
//! In: a name (`--format parquet`) or a path's ending. Out: a [`Format`], and files through [`write_table`] and its fellows.

use crate::graph::Graph;
use crate::jsonld::LinkedAgreement;
use crate::problem::{ExportError, Problem};
use crate::sources::Source;
use crate::table::Table;
use crate::write::{Sink, Target, to_writer, write_with};
use std::path::Path;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    Csv,
    /// CSV with the mark that Excel needs to see UTF-8.
    CsvExcel,
    JsonLines,
    Parquet,
    Xlsx,
    Stata,
    GraphMl,
    Gexf,
    JsonLd,
    Ris,
    BibTex,
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Table,
    /// A table with structs or lists of them.
    NestedTable,
    Graph,
    Agreements,
    Sources,
}

/// A format's name, the endings of its files, what it is for.
struct About {
    format: Format,
    name: &'static str,
    extensions: &'static [&'static str],
    kinds: &'static [Kind],
}

use Kind::{Agreements, Graph as Ties, NestedTable, Sources, Table as Rows};

const ALL: [About; 11] = [
    About { format: Format::Csv, name: "csv", extensions: &["csv"], kinds: &[Rows] },
    About { format: Format::CsvExcel, name: "csv-excel", extensions: &[], kinds: &[Rows] },
    About { format: Format::JsonLines, name: "jsonl", extensions: &["jsonl", "ndjson"], kinds: &[Rows, NestedTable] },
    About { format: Format::Parquet, name: "parquet", extensions: &["parquet", "pq"], kinds: &[Rows, NestedTable] },
    About { format: Format::Xlsx, name: "xlsx", extensions: &["xlsx"], kinds: &[Rows] },
    About { format: Format::Stata, name: "dta", extensions: &["dta"], kinds: &[Rows] },
    About { format: Format::GraphMl, name: "graphml", extensions: &["graphml"], kinds: &[Ties] },
    About { format: Format::Gexf, name: "gexf", extensions: &["gexf"], kinds: &[Ties] },
    About { format: Format::JsonLd, name: "jsonld", extensions: &["jsonld"], kinds: &[Agreements] },
    About { format: Format::Ris, name: "ris", extensions: &["ris"], kinds: &[Sources] },
    About { format: Format::BibTex, name: "bibtex", extensions: &["bib"], kinds: &[Sources] },
];

/// Other names that users give a format.
const ALIASES: [(&str, Format); 7] = [
    ("json-lines", Format::JsonLines),
    ("ndjson", Format::JsonLines),
    ("excel", Format::Xlsx),
    ("stata", Format::Stata),
    ("json-ld", Format::JsonLd),
    ("bib", Format::BibTex),
    ("biblatex", Format::BibTex),
];

impl Kind {
    fn words(self) -> &'static str {
        match self {
            Kind::Table => "a table",
            Kind::NestedTable => "a nested table",
            Kind::Graph => "a graph",
            Kind::Agreements => "linked agreements",
            Kind::Sources => "a list of sources",
        }
    }
}

impl Format {
    pub fn all() -> impl Iterator<Item = Format> {
        ALL.iter().map(|a| a.format)
    }

    fn about(self) -> &'static About {
        // Every format stands in the list: a test sees to it.
        ALL.iter().find(|a| a.format == self).unwrap_or(&ALL[0])
    }

    /// `parquet`, in any case.
    pub fn from_name(name: &str) -> Option<Format> {
        let name = name.to_ascii_lowercase();
        ALL.iter().find(|a| a.name == name).map(|a| a.format).or_else(|| ALIASES.iter().find(|(alias, _)| *alias == name).map(|(_, f)| *f))
    }

    /// By a path's ending.
    pub fn from_extension(path: impl AsRef<Path>) -> Option<Format> {
        let ending = path.as_ref().extension()?.to_str()?.to_ascii_lowercase();
        ALL.iter().find(|a| a.extensions.contains(&ending.as_str())).map(|a| a.format)
    }

    pub fn name(self) -> &'static str {
        self.about().name
    }

    /// Of its files, without a dot.
    pub fn extension(self) -> &'static str {
        self.about().extensions.first().copied().unwrap_or("csv")
    }

    pub fn suits(self, kind: Kind) -> bool {
        self.about().kinds.contains(&kind)
    }

    /// Formats for a kind of thing.
    pub fn for_kind(kind: Kind) -> impl Iterator<Item = Format> {
        Format::all().filter(move |f| f.suits(kind))
    }

    fn unsuited(self, kind: Kind) -> Problem {
        let choices = Format::for_kind(kind).map(Format::name).collect::<Vec<_>>().join(", ");
        Problem::Unsuited { format: self.name(), what: kind.words(), choices }
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// What there is to write.
#[derive(Debug, Clone, Copy)]
pub enum Content<'a> {
    /// One; several go into one workbook only.
    Tables(&'a [Table]),
    Graph(&'a Graph),
    Agreements(&'a [LinkedAgreement]),
    Sources(&'a [Source]),
}

impl Content<'_> {
    pub fn kind(self) -> Kind {
        match self {
            Content::Tables(tables) if tables.iter().flat_map(|t| &t.columns).any(|c| crate::flat::is_nested(&c.kind)) => Kind::NestedTable,
            Content::Tables(_) => Kind::Table,
            Content::Graph(_) => Kind::Graph,
            Content::Agreements(_) => Kind::Agreements,
            Content::Sources(_) => Kind::Sources,
        }
    }
}

/// Writes whatever it is to a path or to standard output.
pub fn write(content: Content<'_>, format: Format, target: impl Into<Target>) -> Result<(), ExportError> {
    write_with(&target.into(), |out| encode(content, format, out))
}

/// Writes whatever it is into `out`, all of it or nothing; `name` stands in errors.
pub fn write_to(content: Content<'_>, format: Format, out: &mut dyn std::io::Write, name: &str) -> Result<(), ExportError> {
    to_writer(out, |out| encode(content, format, out)).map_err(|problem| ExportError { path: name.into(), problem })
}

/// Writes a table. Nested tables go to JSON Lines and Parquet alone.
pub fn write_table(table: &Table, format: Format, target: impl Into<Target>) -> Result<(), ExportError> {
    write(Content::Tables(std::slice::from_ref(table)), format, target)
}

/// Writes several tables into one file: a workbook; other formats hold one.
pub fn write_tables(tables: &[Table], format: Format, target: impl Into<Target>) -> Result<(), ExportError> {
    write(Content::Tables(tables), format, target)
}

/// Writes a graph.
pub fn write_graph(graph: &Graph, format: Format, target: impl Into<Target>) -> Result<(), ExportError> {
    write(Content::Graph(graph), format, target)
}

/// Writes agreements as linked data.
pub fn write_agreements(agreements: &[LinkedAgreement], format: Format, target: impl Into<Target>) -> Result<(), ExportError> {
    write(Content::Agreements(agreements), format, target)
}

/// Writes bytes that are already whole: a page, a picture.
pub fn write_bytes(bytes: impl AsRef<[u8]>, target: impl Into<Target>) -> Result<(), ExportError> {
    write_with(&target.into(), |out| Ok(std::io::Write::write_all(out, bytes.as_ref())?))
}

/// Writes a list of press sources.
pub fn write_sources(sources: &[Source], format: Format, target: impl Into<Target>) -> Result<(), ExportError> {
    write(Content::Sources(sources), format, target)
}

fn encode(content: Content<'_>, format: Format, out: &mut Sink) -> Result<(), Problem> {
    match (content, format) {
        (Content::Tables(tables), Format::Xlsx) => crate::xlsx::encode(tables, out),
        (Content::Tables([table]), Format::Csv) => crate::csv::encode(table, false, out),
        (Content::Tables([table]), Format::CsvExcel) => crate::csv::encode(table, true, out),
        (Content::Tables([table]), Format::JsonLines) => crate::jsonl::encode(table, out),
        (Content::Tables([table]), Format::Parquet) => crate::parquet::encode(table, out),
        (Content::Tables([table]), Format::Stata) => crate::stata::encode(table, ReadWrite(out)),
        (Content::Graph(graph), Format::GraphMl) => crate::graphml::encode(graph, out),
        (Content::Graph(graph), Format::Gexf) => crate::gexf::encode(graph, out),
        (Content::Agreements(agreements), Format::JsonLd) => crate::jsonld::encode(agreements, out),
        (Content::Sources(sources), Format::Ris) => crate::sources::encode_ris(sources, out),
        (Content::Sources(sources), Format::BibTex) => crate::sources::encode_bibtex(sources, out),
        (Content::Tables(tables), other) if tables.len() != 1 && other.suits(Kind::Table) => {
            Err(Problem::Unsuited { format: other.name(), what: "several tables", choices: Format::Xlsx.name().into() })
        }
        (content, other) => Err(other.unsuited(content.kind())),
    }
}

/// Buffered writing into a file that is read again at the end.
struct ReadWrite<'a>(&'a mut Sink);

impl std::io::Write for ReadWrite<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

impl std::io::Seek for ReadWrite<'_> {
    fn seek(&mut self, to: std::io::SeekFrom) -> std::io::Result<u64> {
        self.0.seek(to)
    }
}

impl std::io::Read for ReadWrite<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> std::io::Result<usize> {
        std::io::Write::flush(self.0)?;
        self.0.get_mut().read(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn names_endings_and_kinds() {
        assert_eq!(Format::from_name("Parquet"), Some(Format::Parquet));
        assert_eq!(Format::from_name("stata"), Some(Format::Stata));
        assert_eq!(Format::from_name("pdf"), None);
        assert_eq!(Format::from_extension("a/b.c/panel.XLSX"), Some(Format::Xlsx));
        assert_eq!(Format::from_extension("-"), None);
        for format in Format::all() {
            assert_eq!(Format::from_name(format.name()), Some(format));
            assert_eq!(format.about().format, format);
            assert!(!format.about().kinds.is_empty());
            if format != Format::CsvExcel {
                assert_eq!(Format::from_extension(format!("x.{}", format.extension())), Some(format));
            }
        }
        assert_eq!(Format::for_kind(Kind::Graph).collect::<Vec<_>>(), [Format::GraphMl, Format::Gexf]);
    }

    #[test]
    fn every_format_writes_what_it_suits_and_refuses_the_rest() {
        let folder = tempfile::tempdir().unwrap();
        for format in Format::all() {
            let path = folder.path().join(format!("x.{format}"));
            let done = [
                (Kind::Table, write_table(&testing::table(), format, &path)),
                (Kind::NestedTable, write_table(&testing::nested(), format, &path)),
                (Kind::Graph, write_graph(&crate::graph::tests::graph(), format, &path)),
                (Kind::Agreements, write_agreements(&[LinkedAgreement::default()], format, &path)),
                (Kind::Sources, write_sources(&[Source::default()], format, &path)),
            ];
            for (kind, done) in done {
                assert_eq!(done.is_ok(), format.suits(kind), "{format} {kind:?} {done:?}");
                if let Err(told) = done {
                    let told = told.to_string();
                    assert!(told.starts_with(&path.display().to_string()) && told.contains("choose"), "{told}");
                }
            }
        }
    }

    #[test]
    fn bytes_and_several_tables() {
        let folder = tempfile::tempdir().unwrap();
        let table = [testing::table()];
        for (format, start) in [(Format::Csv, &b"id,status"[..]), (Format::Stata, b"<stata_dta>"), (Format::Xlsx, b"PK"), (Format::Parquet, b"PAR1")] {
            let mut bytes = Vec::new();
            write_to(Content::Tables(&table), format, &mut bytes, "table").unwrap();
            assert!(bytes.starts_with(start), "{format}");
            let path = folder.path().join("x");
            write(Content::Tables(&table), format, &path).unwrap();
            assert!(format == Format::Xlsx || std::fs::read(&path).unwrap() == bytes, "{format}: the same to a file and to a stream");
        }
        let two = [testing::table(), testing::table()];
        write_tables(&two, Format::Xlsx, folder.path().join("a.xlsx")).unwrap();
        let told = write_tables(&two, Format::Csv, folder.path().join("a.csv")).unwrap_err().to_string();
        assert!(told.ends_with("csv is no format for several tables: choose one of xlsx"), "{told}");
    }
}
