//! The beginning of a file, decompressed: enough to tell its format, without reading a folder of large files to the end.
//!
//! Workbooks and archives in archives are the exception: they cannot be told by their beginning and are opened whole.

use crate::input::Input;
use crate::problem::{Error, Problem};
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;

/// Bytes of a text that recognition sees.
const HEAD: u64 = 256 << 10;
/// A workbook larger than this is no list. The largest official one is some 2 MB.
const LARGEST_WORKBOOK: u64 = 256 << 20;

/// The beginnings of the files in this file (several where it is an archive), under the names that [`Input::open`] gives them.
pub(super) fn of(path: &Path) -> Result<Vec<Input>, Error> {
    let io = |source| Error::Io { path: path.to_path_buf(), action: "cannot be read", source };
    let name = path.display().to_string();
    let mut file = File::open(path).map_err(io)?;
    let modified = file.metadata().ok().and_then(|m| m.modified().ok());
    let modified = modified.and_then(|t| jiff::Timestamp::try_from(t).ok());
    let mut magic = Vec::new();
    file.by_ref().take(4).read_to_end(&mut magic).map_err(io)?;
    file.rewind().map_err(io)?;
    let stem = |ends: &[&str]| {
        let lower = name.to_ascii_lowercase();
        ends.iter().find(|e| lower.ends_with(*e)).map_or(&*name, |e| &name[..name.len() - e.len()]).to_string()
    };
    let damaged = |e: std::io::Error| -> Error {
        Problem::new(format!("compressed data that is damaged ({e})"), "a whole file").in_file(&name).into()
    };
    let one = |name: String, bytes| vec![Input { name, bytes, modified }];
    if magic.starts_with(&[0x1F, 0x8B]) {
        let bytes = begin(flate2::read::MultiGzDecoder::new(BufReader::new(file))).map_err(damaged)?;
        return if packed(&bytes) { Input::open(path) } else { Ok(one(stem(&[".gz"]), bytes)) };
    }
    if magic.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
        let decoder = zstd::stream::read::Decoder::new(file).map_err(damaged)?;
        let bytes = begin(decoder).map_err(damaged)?;
        return if packed(&bytes) { Input::open(path) } else { Ok(one(stem(&[".zst", ".zstd"]), bytes)) };
    }
    if magic.starts_with(b"PK\x03\x04") {
        return archive(path, &name, file, modified);
    }
    Ok(one(name.clone(), begin(file).map_err(io)?))
}

fn archive(path: &Path, name: &str, file: File, modified: Option<jiff::Timestamp>) -> Result<Vec<Input>, Error> {
    let broken = |e: &dyn std::fmt::Display| {
        Error::from(Problem::new(format!("a zip archive that is damaged ({e})"), "a whole archive").in_file(name))
    };
    let size = file.metadata().map_or(0, |m| m.len());
    let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(|e| broken(&e))?;
    if archive.file_names().any(|n| n.is_ok_and(|n| n == "[Content_Types].xml")) {
        if size > LARGEST_WORKBOOK {
            return Err(Problem::new(format!("a workbook of {} MB", size >> 20), "a list").in_file(name).into());
        }
        return Input::open(path);
    }
    let mut out = Vec::new();
    for n in 0..archive.len() {
        let member = archive.by_index(n).map_err(|e| broken(&e))?;
        if member.is_dir() {
            continue;
        }
        let inner = format!("{name}/{}", member.name().map_err(|e| broken(&e))?);
        let bytes = begin(member).map_err(|e| broken(&e))?;
        if packed(&bytes) {
            return Input::open(path);
        }
        out.push(Input { name: inner, bytes, modified });
    }
    Ok(out)
}

/// The first bytes, up to the last whole line of them where there is more.
fn begin(reader: impl Read) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    reader.take(HEAD).read_to_end(&mut out)?;
    // UTF-16 has line feeds in the middle of its units; its head is cut at no line.
    let wide = out.starts_with(&[0xFF, 0xFE]) || out.starts_with(&[0xFE, 0xFF]);
    if out.len() as u64 == HEAD
        && !wide
        && let Some(end) = memchr::memrchr(b'\n', &out)
    {
        out.truncate(end + 1);
    }
    Ok(out)
}

/// Is this compressed in its turn?
fn packed(bytes: &[u8]) -> bool {
    [&[0x1F, 0x8B][..], &[0x28, 0xB5, 0x2F, 0xFD], b"PK\x03\x04"].iter().any(|m| bytes.starts_with(m))
}
