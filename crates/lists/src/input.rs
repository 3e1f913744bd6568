//! Opens a file whatever its compression and encoding, within bounds.
//!
//! Compression is told by content: gzip, zstd, zip (an XLSX workbook is a zip too, and stays one). A zip with several files gives
//! several inputs. What a file decompresses to is bounded, so that a bomb ends in an error and not in a full memory.

use crate::problem::{Error, Problem};
use std::borrow::Cow;
use std::io::Read;
use std::path::Path;

/// Bound on one decompressed file: 8 GiB. The largest official list is some 120 MB.
pub const MAX_BYTES: u64 = 8 << 30;

/// One file, decompressed, as bytes.
#[derive(Clone, Debug)]
pub struct Input {
    /// The file as the user named it; a member of an archive is `archive/member`.
    pub name: String,
    /// Its bytes, decompressed, not decoded.
    pub bytes: Vec<u8>,
    /// When the file was last changed, where the system says.
    pub modified: Option<jiff::Timestamp>,
}

impl Input {
    /// Bytes under a name, decompressed where they are compressed. For tests and for what came over the network.
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Result<Vec<Self>, Error> {
        unpack(name, bytes, None, 0)
    }

    /// Opens a file; several inputs where it is an archive of several files.
    pub fn open(path: &Path) -> Result<Vec<Self>, Error> {
        let io = |action| move |source| Error::Io { path: path.to_path_buf(), action, source };
        let bytes = std::fs::read(path).map_err(io("cannot be read"))?;
        let modified = std::fs::metadata(path).ok().and_then(|m| m.modified().ok());
        let modified = modified.and_then(|t| jiff::Timestamp::try_from(t).ok());
        unpack(&path.display().to_string(), bytes, modified, 0)
    }

    /// The name without folders.
    pub fn file_name(&self) -> &str {
        self.name.rsplit(['/', '\\']).next().unwrap_or(&self.name)
    }

    /// The first bytes as text, for telling the format; never fails.
    pub fn head(&self) -> Cow<'_, str> {
        let head = &self.bytes[..self.bytes.len().min(16 << 10)];
        if let Some((encoding, bom)) = encoding_rs::Encoding::for_bom(head) {
            return Cow::Owned(encoding.decode_without_bom_handling(&head[bom..]).0.into_owned());
        }
        String::from_utf8_lossy(head)
    }

    /// The whole file as text: UTF-8, or what its byte order mark or XML declaration says.
    ///
    /// A byte that does not fit the encoding is a problem that names line and byte; [`Input::text_lossy`] goes on.
    pub fn text(&self) -> Result<Cow<'_, str>, Problem> {
        if self.bytes.is_empty() {
            let advice = "fetch it again; the last good list stays in force";
            return Err(Problem::new("a file of 0 bytes", "a list").in_file(&self.name).advise(advice));
        }
        if let Some(encoding) = self.other_encoding() {
            let (text, _, broken) = encoding.decode(&self.bytes);
            if broken {
                let found = format!("bytes that are not {}", encoding.name());
                return Err(Problem::new(found, "text in the encoding that the file declares").in_file(&self.name));
            }
            return Ok(text);
        }
        let bytes = self.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.bytes);
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(e) => {
                let at = e.valid_up_to();
                let line = memchr::memchr_iter(b'\n', &bytes[..at]).count() as u64 + 1;
                let from = bytes[..at].iter().rposition(|b| *b == b'\n').map_or(0, |n| n + 1);
                let around =
                    String::from_utf8_lossy(&bytes[from.max(at.saturating_sub(24))..(at + 12).min(bytes.len())]);
                let found = format!("byte 0x{:02X} at offset {at}, which is not UTF-8, in {:?}", bytes[at], around);
                let advice = "fetch the file again, or choose to go on: the byte is then read as U+FFFD and reported";
                Err(Problem::new(found, "UTF-8").in_file(&self.name).at_line(line).advise(advice))
            }
        }
    }

    /// Like [`Input::text`], but a byte that does not fit becomes U+FFFD.
    pub fn text_lossy(&self) -> Cow<'_, str> {
        if let Some(encoding) = self.other_encoding() {
            return encoding.decode(&self.bytes).0;
        }
        String::from_utf8_lossy(self.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.bytes))
    }

    /// An encoding other than UTF-8, where a byte order mark or an XML declaration names one.
    fn other_encoding(&self) -> Option<&'static encoding_rs::Encoding> {
        if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(&self.bytes) {
            return (encoding != encoding_rs::UTF_8).then_some(encoding);
        }
        let head = &self.bytes[..self.bytes.len().min(200)];
        let head = String::from_utf8_lossy(head);
        let declaration = head.strip_prefix("<?xml")?.split("?>").next()?;
        let label = declaration.split_once("encoding=")?.1.split(['"', '\'']).nth(1)?;
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes())?;
        (encoding != encoding_rs::UTF_8).then_some(encoding)
    }
}

fn unpack(name: &str, bytes: Vec<u8>, modified: Option<jiff::Timestamp>, depth: u8) -> Result<Vec<Input>, Error> {
    let broken = |what: &str, e: &dyn std::fmt::Display| {
        let advice = "fetch it again; the last good list stays in force";
        Problem::new(format!("{what} that breaks off or is damaged ({e})"), "a whole archive")
            .in_file(name)
            .advise(advice)
    };
    if depth > 2 {
        return Err(Problem::new("an archive in an archive in an archive", "a list").in_file(name).into());
    }
    let stem = |ends: &[&str]| {
        let lower = name.to_ascii_lowercase();
        ends.iter().find(|e| lower.ends_with(*e)).map_or(name, |e| &name[..name.len() - e.len()]).to_string()
    };
    if bytes.starts_with(&[0x1F, 0x8B]) {
        let out = bounded(flate2::read::MultiGzDecoder::new(&bytes[..]), name, "gzip data", &broken)?;
        return unpack(&stem(&[".gz"]), out, modified, depth + 1);
    }
    if bytes.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
        let decoder = zstd::stream::read::Decoder::new(&bytes[..]).map_err(|e| broken("zstd data", &e))?;
        let out = bounded(decoder, name, "zstd data", &broken)?;
        return unpack(&stem(&[".zst", ".zstd"]), out, modified, depth + 1);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes[..]));
        let mut archive = archive.map_err(|e| broken("a zip archive", &e))?;
        if archive.file_names().any(|n| n.is_ok_and(|n| n == "[Content_Types].xml")) {
            return Ok(vec![Input { name: name.to_string(), bytes, modified }]);
        }
        let mut out = Vec::new();
        for n in 0..archive.len() {
            let member = archive.by_index(n).map_err(|e| broken("a zip archive", &e))?;
            if member.is_dir() {
                continue;
            }
            let inner = format!("{name}/{}", member.name().map_err(|e| broken("a zip archive", &e))?);
            let bytes = bounded(member, &inner, "a zip member", &broken)?;
            out.extend(unpack(&inner, bytes, modified, depth + 1)?);
        }
        return Ok(out);
    }
    Ok(vec![Input { name: name.to_string(), bytes, modified }])
}

fn bounded(
    reader: impl Read,
    name: &str,
    what: &str,
    broken: &dyn Fn(&str, &dyn std::fmt::Display) -> Problem,
) -> Result<Vec<u8>, Error> {
    let mut out = Vec::new();
    reader.take(MAX_BYTES + 1).read_to_end(&mut out).map_err(|e| broken(what, &e))?;
    if out.len() as u64 > MAX_BYTES {
        let found = format!("{what} of more than {} GiB when unpacked", MAX_BYTES >> 30);
        return Err(Problem::new(found, "a list within that bound").in_file(name).into());
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn compression_is_told_by_content_not_by_name() {
        let plain = b"name\nX\n".to_vec();
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gz.write_all(&plain).expect("memory");
        let gz = gz.finish().expect("memory");
        let zst = zstd::encode_all(&plain[..], 1).expect("memory");
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        for member in ["a.csv", "b.csv"] {
            zip.start_file(member, options).expect("memory");
            zip.write_all(&plain).expect("memory");
        }
        let zip = zip.finish().expect("memory").into_inner();
        for (bytes, inputs) in [(plain.clone(), 1), (gz, 1), (zst, 1), (zip, 2)] {
            let got = Input::from_bytes("list.dat", bytes).expect("unpacks");
            assert_eq!(got.len(), inputs);
            assert!(got.iter().all(|i| i.bytes == plain));
        }
    }

    #[test]
    fn a_truncated_archive_and_an_empty_file_are_named() {
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gz.write_all(&[7; 4096]).expect("memory");
        let gz = gz.finish().expect("memory");
        let e = Input::from_bytes("sdn.csv.gz", gz[..gz.len() - 9].to_vec()).expect_err("cut");
        assert!(e.to_string().contains("sdn.csv.gz"), "{e}");
        let empty = Input::from_bytes("sdn.csv", Vec::new()).expect("unpacks").remove(0);
        assert!(empty.text().expect_err("empty").to_string().contains("0 bytes"));
    }

    #[test]
    fn a_byte_that_is_not_utf_8_is_named_with_its_line() {
        let input = Input::from_bytes("un.xml", b"<a>\nArm\xE9s</a>".to_vec()).expect("unpacks").remove(0);
        let p = input.text().expect_err("not UTF-8");
        assert_eq!(p.line, Some(2));
        assert!(p.found.contains("0xE9"), "{p}");
        let declared = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>Arm\xE9s</a>".to_vec();
        let input = Input::from_bytes("un.xml", declared).expect("unpacks").remove(0);
        assert!(input.text().expect("declared").contains("Armés"));
    }
}
