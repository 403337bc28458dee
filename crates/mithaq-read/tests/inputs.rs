//! Files, folders, archives and streams, from path to documents.

use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

use mithaq_read::{Document, FieldMap, ReadError, ReadOptions, read_inputs, read_stream};
use tempfile::TempDir;

type Item = Result<Document, ReadError>;

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn read(path: &Path) -> Vec<Item> {
    read_inputs(&[path.to_string_lossy().into_owned()], &ReadOptions::default()).collect()
}

/// What came out of one file of these bytes.
fn read_bytes(name: &str, bytes: &[u8]) -> Vec<Item> {
    let folder = folder(&[(name, bytes)]);
    read(&folder.path().join(name))
}

fn texts(items: &[Item]) -> Vec<String> {
    items.iter().map(|item| item.as_ref().map_or_else(|error| format!("! {error}"), |d| d.text.clone())).collect()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    for (i, (name, bytes)) in files.iter().enumerate() {
        // The best level: by default the libraries that may stand behind the crate pack very differently.
        let (method, level) = if i % 2 == 0 { (zip::CompressionMethod::Deflated, Some(9)) } else { (zip::CompressionMethod::Stored, None) };
        writer.start_file(*name, zip::write::SimpleFileOptions::default().compression_method(method).compression_level(level)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn plain_text_is_kept_as_it_is() {
    let items = read_bytes("a.txt", "\u{FEFF}  وقع\r\nالوزير \u{200F}\n\n".as_bytes());
    let document = items[0].as_ref().unwrap();
    assert_eq!(document.text, "  وقع\nالوزير \u{200F}\n\n");
    assert_eq!((document.index, document.truncated), (0, false));
    assert!(document.path.ends_with("a.txt"));
    assert_eq!(items.len(), 1);
}

#[test]
fn plain_text_in_other_encodings() {
    let text = "وقع وزير الدفاع، اليوم الأربعاء بمراكش، اتفاقية للتعاون العسكري.";
    let (bytes, _, _) = encoding_rs::WINDOWS_1256.encode(text);
    assert_eq!(texts(&read_bytes("a.txt", &bytes)), [text]);
    let wide: Vec<u8> = "\u{FEFF}".chars().chain(text.chars()).collect::<String>().encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(texts(&read_bytes("a.txt", &wide)), [text]);
    assert_eq!(texts(&read_bytes("a.txt", b"a \xFF b \xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9")), ["a \u{FFFD} b éééééééééé"]);
}

#[test]
fn html_honours_its_charset() {
    let html = "<html lang=ru><meta charset=windows-1251><title>Договор</title><p>Министры подписали соглашение о военном сотрудничестве в Праге.";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(html);
    let items = read_bytes("a", &bytes);
    let document = items[0].as_ref().unwrap();
    assert_eq!(document.title.as_deref(), Some("Договор"));
    assert_eq!(document.text, "Министры подписали соглашение о военном сотрудничестве в Праге.");
    assert_eq!(document.language.as_deref(), Some("ru"));
}

#[test]
fn json_lines() {
    let rows = "\u{FEFF}{\"id\": 7, \"title\": \"T\", \"text\": \"one\\r\\ntwo\", \"url\": \"https://example.org\", \"lang\": \"ar-MA\", \"date\": \"2024-10-30T10:00:00Z\", \"source\": {\"name\": \"MAP\"}}\r\n\
        \n{\"Content\": \"b\", \"title\": \" \", \"published\": \"soon\", \"date\": \"30/10/2024\", \"x\": {\"text\": 1}}\n\
        {\"text\": \"\", \"body\": \"c\"}\n{\"text\": null, \"title\": \"only\"}\n{\"text\": [\"p\", \"q\"]}";
    let items = read_bytes("a.jsonl", rows.as_bytes());
    assert_eq!(texts(&items), ["one\ntwo", "b", "c", "", "p\nq"]);
    let document = items[0].as_ref().unwrap();
    assert_eq!(document.id.as_deref(), Some("7"));
    assert_eq!(document.title.as_deref(), Some("T"));
    assert_eq!(document.url.as_deref(), Some("https://example.org"));
    assert_eq!(document.language.as_deref(), Some("ar"));
    assert_eq!(document.published.as_deref(), Some("2024-10-30"));
    assert_eq!(document.publisher.as_deref(), Some("MAP"));
    let document = items[1].as_ref().unwrap();
    assert_eq!((document.title.as_deref(), document.published.as_deref(), document.index), (None, Some("2024-10-30"), 1));
}

#[test]
fn one_bad_line_is_one_error() {
    let items = read_bytes(
        "a.jsonl",
        "{\"text\": \"a\"}\n{\"text\": \"مقطوع\n\n[1]\n{\"title\": \"no text\", \"summary\": \"s\"}\n{\"text\": 5}\n{\"text\": \"b\"}\n{\"text\": \"c\"} x\n".as_bytes(),
    );
    let messages: Vec<String> = texts(&items).iter().map(|m| m.rsplit('/').next().unwrap_or_default().to_string()).collect();
    assert_eq!(
        messages,
        [
            "a",
            "a.jsonl:2:16 (row 2): broken JSON: it ends too early (EOF while parsing a string)",
            "a.jsonl:4 (row 3): a row must be an object, this is a list",
            "a.jsonl:5 (row 4): no text in this row: it has none of the fields text, content, body",
            "a.jsonl:6 (row 5): the text of this row must be a string, this is a number",
            "b",
            "a.jsonl:8:15 (row 7): broken JSON: trailing characters",
        ]
    );
    let error = items[3].as_ref().unwrap_err();
    assert_eq!(error.help(), "Name the field that holds the text: --map text=FIELD; this row has title, summary.");
    assert_eq!(items[5].as_ref().unwrap().index, 5);
}

#[test]
fn bytes_that_are_not_utf8_in_json() {
    let items = read_bytes("a.jsonl", b"{\"text\": \"a\"}\n{\"text\": \"\xE9t\xE9\"}\n{\"text\": \"b\"}\n");
    assert_eq!(texts(&items)[2], "b");
    let error = items[1].as_ref().unwrap_err();
    assert!(matches!(error, ReadError::Encoding { .. }));
    assert!(error.to_string().ends_with("a.jsonl:2:11 (row 2): not UTF-8: byte 0xe9"), "{error}");
    assert!(error.help().contains("iconv"));
    let wide: Vec<u8> = "[{\"text\": \"a\"}]".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(matches!(read_bytes("a.json", &wide)[..], [Err(ReadError::Encoding { .. })]));
}

#[test]
fn json_arrays_and_objects() {
    let items = read_bytes("a.json", "[\n {\"text\": \"a\"},\n {\"text\": \"b\"}\n]".as_bytes());
    assert_eq!(texts(&items), ["a", "b"]);
    assert_eq!(items[1].as_ref().unwrap().index, 1);
    assert_eq!(texts(&read_bytes("a.json", b"{\n \"text\": \"a\"\n}")), ["a"]);
    assert_eq!(texts(&read_bytes("a.json", b"{\"text\": \"a\"}")), ["a"]);
    assert_eq!(texts(&read_bytes("a", b"{\"text\": \"a\"}\n{\"text\": \"b\"}")), ["a", "b"]);
    assert!(matches!(read_bytes("a.json", b"oops")[..], [Err(ReadError::Json { .. })]));
    assert!(matches!(read_bytes("a.json", b"[1]")[..], [Err(ReadError::NotAnObject { .. })]));
}

#[test]
fn mapped_fields() {
    let map: FieldMap = "text=article,date=day,id=key".parse().unwrap();
    let options = ReadOptions { map, ..ReadOptions::default() };
    let rows = "{\"article\": \"a\", \"text\": \"not this\", \"day\": \"30.10.2024\", \"key\": \"k\", \"title\": \"T\"}";
    let document = read_stream("a.jsonl", rows.as_bytes(), &options).next().unwrap().unwrap();
    assert_eq!((document.text.as_str(), document.published.as_deref(), document.id.as_deref(), document.title.as_deref()), ("a", Some("2024-10-30"), Some("k"), Some("T")));
}

#[test]
fn nothing_to_read() {
    for (name, bytes) in [("a.txt", &b""[..]), ("a.jsonl", b"\n \n"), ("a", b"\xEF\xBB\xBF"), ("a.html", b" "), ("a.json", b"[]"), ("a.html", b"<html><script>x</script>")] {
        let items = read_bytes(name, bytes);
        assert!(matches!(items[..], [Err(ReadError::Empty { .. })]), "{name}: {items:?}");
    }
    let empty = tempfile::tempdir().unwrap();
    assert!(matches!(read(empty.path())[..], [Err(ReadError::Empty { .. })]));
}

#[test]
fn missing_files_do_not_stop_the_others() {
    let folder = folder(&[("a.txt", b"a")]);
    let there = folder.path().join("a.txt").to_string_lossy().into_owned();
    let inputs = ["no/such/file".to_string(), there, "https://example.org/a".to_string()];
    let items: Vec<Item> = read_inputs(&inputs, &ReadOptions::default()).collect();
    assert_eq!(items.len(), 3);
    let error = items[0].as_ref().unwrap_err();
    assert_eq!((error.to_string().as_str(), error.path()), ("no/such/file: no such file or folder", "no/such/file"));
    assert_eq!(items[1].as_ref().unwrap().text, "a");
    assert!(items[2].as_ref().unwrap_err().help().contains("fetches nothing"));
}

#[test]
fn folders_in_order_without_hidden_files() {
    let folder = folder(&[
        ("b.txt", b"3"),
        ("a/z.txt", b"2"),
        ("a/b.jsonl", b"{\"text\": \"0\"}\n{\"text\": \"1\"}"),
        ("c/d/e.html", b"<p>4"),
        (".git/config", b"x"),
        (".hidden", b"x"),
        ("z.pdf", b"%PDF-1.7"),
    ]);
    let items = read(folder.path());
    assert_eq!(texts(&items)[..5], ["0", "1", "2", "3", "4"]);
    assert_eq!(items.len(), 6);
    let error = items[5].as_ref().unwrap_err();
    assert!(error.to_string().ends_with("z.pdf: looks like a PDF, which is not read"), "{error}");
    assert!(items[0].as_ref().unwrap().path.ends_with("a/b.jsonl"));
}

#[test]
fn gzip() {
    let items = read_bytes("a.jsonl.gz", &gz(b"{\"text\": \"a\"}\n{\"text\": \"b\"}\n"));
    assert_eq!(texts(&items), ["a", "b"]);
    assert_eq!(texts(&read_bytes("a.html.gz", &gz(b"plain by content, HTML by name"))), ["plain by content, HTML by name"]);
    // Two members one after the other, as log rotation and cat make them.
    let two = [gz(b"{\"text\": \"a\"}\n"), gz(b"{\"text\": \"b\"}\n")].concat();
    assert_eq!(texts(&read_bytes("a.gz", &two)), ["a", "b"]);
    // Cut off: what came before is there, then one error.
    let whole = gz((0..50_000).map(|i| format!("{{\"text\": \"{i}\"}}\n")).collect::<String>().as_bytes());
    let items = read_bytes("a.gz", &whole[..whole.len() / 2]);
    assert!(items.len() > 1000);
    assert!(items.iter().rev().skip(1).all(Result::is_ok));
    assert!(matches!(items.last(), Some(Err(ReadError::Io { .. }))));
}

#[test]
fn zip_members_in_order() {
    let archive = zip(&[
        ("b/x.jsonl", b"{\"text\": \"2\"}\n{\"text\": \"3\"}"),
        ("a.txt", b"0"),
        ("b/page.html", b"<p>1"),
        ("__MACOSX/a.txt", b"x"),
        (".hidden", b"x"),
        ("c.gz", &gz(b"4")),
        ("empty.txt", b""),
    ]);
    let items = read_bytes("all.zip", &archive);
    assert_eq!(texts(&items)[..5], ["0", "1", "2", "3", "4"]);
    assert!(items[1].as_ref().unwrap().path.ends_with("all.zip/b/page.html"));
    assert!(matches!(items[5..], [Err(ReadError::Empty { .. })]));
    // From a stream it is held in memory.
    let items: Vec<Item> = read_stream("-", io::Cursor::new(archive), &ReadOptions::default()).collect();
    assert_eq!(texts(&items)[..5], ["0", "1", "2", "3", "4"]);
}

#[test]
fn damaged_archives() {
    let mut archive = zip(&[("a.txt", b"x"), ("b.txt", b"untouched text")]);
    let at = archive.windows(9).position(|w| w == b"untouched").unwrap();
    archive[at] = b'U';
    let items = read_bytes("a.zip", &archive);
    assert_eq!(texts(&items)[0], "x");
    assert!(items[1].as_ref().unwrap_err().to_string().contains("checksum"), "{items:?}");
    let cut = zip(&[("a.txt", b"x")]);
    assert!(matches!(read_bytes("a.zip", &cut[..cut.len() - 10])[..], [Err(ReadError::Archive { .. })]));
    let nested = zip(&[("b.zip", &zip(&[("c.zip", &zip(&[("d.txt", b"x")]))]))]);
    assert!(matches!(read_bytes("a.zip", &nested)[..], [Err(ReadError::Archive { .. })]));
    let office = zip(&[("[Content_Types].xml", b"x"), ("word/document.xml", b"x")]);
    assert!(matches!(read_bytes("a.docx", &office)[..], [Err(ReadError::Unsupported { .. })]));
}

#[test]
fn bombs() {
    // 100 MB of the same row pack some hundreds to 1, whichever library packs them.
    let row = b"{\"text\": \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}\n";
    let bytes = row.repeat(100_000_000 / row.len());
    let items = read_bytes("a.jsonl.gz", &gz(&bytes));
    assert!(matches!(items.last(), Some(Err(ReadError::TooLarge { setting: "max_decompression_ratio", .. }))));
    let items = read_bytes("a.zip", &zip(&[("a.jsonl", &bytes)]));
    assert!(matches!(items.last(), Some(Err(ReadError::TooLarge { setting: "max_decompression_ratio", .. }))));
}

/// An endless line of plain text, as a stream; asked for more than it should be, it fails.
struct Endless(u64);

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(buffer.len() as u64).ok_or_else(|| io::Error::other("read too far"))?;
        buffer.fill(b'a');
        Ok(buffer.len())
    }
}

#[test]
fn endless_text_is_cut_and_no_more_than_needed_is_read() {
    let items: Vec<Item> = read_stream("-", Endless(20_000_000), &ReadOptions::default()).collect();
    let document = items[0].as_ref().unwrap();
    assert!(document.truncated);
    assert_eq!(document.text.len(), 2_000_000);
}

#[test]
fn an_endless_line_of_json_is_an_error() {
    let mut options = ReadOptions::default();
    options.limits.max_line_bytes = 1 << 20;
    let stream = b"{\"text\": \"".chain(Endless(50_000_000)).take(40_000_000).chain(&b"\"}\n{\"text\": \"b\"}"[..]);
    let items: Vec<Item> = read_stream("a.jsonl", stream, &options).collect();
    assert!(matches!(items[..], [Err(ReadError::RowTooLong { .. }), Ok(_)]), "{items:?}");
}

#[test]
fn long_texts_are_cut_in_rows_and_pages() {
    let mut options = ReadOptions::default();
    options.limits.max_document_chars = 5;
    options.limits.max_html_bytes = 100;
    let one = |name: &str, text: &'static str| read_stream(name, text.as_bytes(), &options).next().unwrap();
    let document = one("a.jsonl", "{\"text\": \"اتفاقية\"}").unwrap();
    assert_eq!((document.text.as_str(), document.truncated), ("اتفاق", true));
    let document = one("a.html", "<p>اتفاقية</p>").unwrap();
    assert_eq!((document.text.as_str(), document.truncated), ("اتفاق", true));
    let document = one("a.txt", "اتفاق").unwrap();
    assert_eq!((document.text.as_str(), document.truncated), ("اتفاق", false));
    let long: &'static str = Box::leak(format!("<p>{}", "a".repeat(200)).into_boxed_str());
    assert!(matches!(one("a.html", long), Err(ReadError::TooLarge { setting: "max_html_bytes", .. })));
}

#[test]
fn reading_is_lazy() {
    // The second row is never asked for, so what follows the first buffer is never read.
    let row = format!("{{\"text\": \"{}\"}}\n", "a".repeat(200_000));
    let stream = io::Cursor::new(row.into_bytes()).chain(Endless(0));
    let mut documents = read_stream("a.jsonl", stream, &ReadOptions::default());
    assert!(documents.next().unwrap().is_ok());
}

#[test]
fn documents_can_move_to_another_thread() {
    fn is_send<T: Send>(_: &T) {}
    is_send(&read_inputs(&[], &ReadOptions::default()));
}

#[cfg(unix)]
#[test]
fn a_folder_that_contains_itself() {
    let folder = folder(&[("a.txt", b"a")]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
    let items = read(folder.path());
    assert_eq!(texts(&items)[0], "a");
    assert!(matches!(items[1..], [Err(ReadError::Io { .. })]), "{items:?}");
}
