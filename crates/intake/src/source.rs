//! A file as a stream of decompressed bytes, whatever its compression, which is told by its content.

use crate::Error;
use interdict_lists::Problem;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bound on one row, in bytes: a quote that nobody closed, or a bomb, must not fill the memory.
pub const MOST_ROW_BYTES: u64 = 16 << 20;

pub(crate) type Bytes = Box<dyn Read + Send>;

/// A file, and how much of it was read.
#[derive(Clone, Debug)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// Its size, as it lies on the disk.
    pub bytes: u64,
    done: Arc<AtomicU64>,
}

impl Source {
    /// Looks at a file.
    ///
    /// # Errors
    /// A file that is not there, or is no file.
    pub fn new(path: &Path) -> Result<Self, Error> {
        let io = |source| Error::Io { path: path.to_path_buf(), source };
        let about = std::fs::metadata(path).map_err(io)?;
        if about.is_dir() {
            return Err(Problem::new("a folder", "a table of parties").in_file(&path.display().to_string()).into());
        }
        Ok(Self { path: path.to_path_buf(), bytes: about.len(), done: Arc::default() })
    }

    /// How many of its bytes were read so far, compressed as they are.
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// Its name as messages have it.
    pub fn name(&self) -> String {
        self.path.display().to_string()
    }

    pub(crate) fn io(&self, source: io::Error) -> Error {
        Error::Io { path: self.path.clone(), source }
    }

    pub(crate) fn file(&self) -> Result<File, Error> {
        File::open(&self.path).map_err(|e| self.io(e))
    }

    /// The decompressed bytes.
    pub(crate) fn open(&self) -> Result<Bytes, Error> {
        let mut file = self.file()?;
        let mut magic = [0; 4];
        let mut have = 0;
        while have < magic.len() {
            match file.read(magic.get_mut(have..).unwrap_or_default()).map_err(|e| self.io(e))? {
                0 => break,
                n => have += n,
            }
        }
        file.seek(SeekFrom::Start(0)).map_err(|e| self.io(e))?;
        let counted = |file| BufReader::with_capacity(1 << 16, Counted { file, done: self.done.clone() });
        Ok(match magic {
            [0x1F, 0x8B, ..] => Box::new(flate2::bufread::MultiGzDecoder::new(counted(file))),
            [0x28, 0xB5, 0x2F, 0xFD] => {
                Box::new(zstd::stream::read::Decoder::with_buffer(counted(file)).map_err(|e| self.io(e))?)
            }
            [b'P', b'K', 3, 4] => self.member(file)?,
            _ => Box::new(counted(file)),
        })
    }

    /// The one file of a zip archive.
    fn member(&self, file: File) -> Result<Bytes, Error> {
        let bad = |found: String| -> Error {
            let advice = "unpack it, and name the table that is meant";
            Problem::new(found, "a zip archive of one table").in_file(&self.name()).advise(advice).into()
        };
        let broken = |e: zip::result::ZipError| bad(format!("a zip archive that breaks off or is damaged ({e})"));
        let mut archive = zip::ZipArchive::new(file).map_err(broken)?;
        let mut members = Vec::new();
        for n in 0..archive.len() {
            let member = archive.by_index_raw(n).map_err(broken)?;
            let name = member.name().map_err(broken)?.to_string();
            // What macOS adds to every archive.
            if !member.is_dir() && !name.starts_with("__MACOSX/") {
                members.push((n, name));
            }
        }
        let [(n, _)] = members[..] else {
            let names: Vec<&str> = members.iter().take(5).map(|(_, name)| name.as_str()).collect();
            return Err(bad(format!("{} files ({})", members.len(), names.join(", "))));
        };
        let member = archive.by_index_raw(n).map_err(broken)?;
        if member.encrypted() {
            return Err(bad("an encrypted archive".into()));
        }
        let method = member.compression();
        let (size, crc) = (member.compressed_size(), member.crc32());
        let start = member.data_start().ok_or_else(|| bad("a member without a place".into()))?;
        drop(member);
        let mut file = archive.into_inner();
        file.seek(SeekFrom::Start(start)).map_err(|e| self.io(e))?;
        let packed = BufReader::with_capacity(1 << 16, Counted { file, done: self.done.clone() }).take(size);
        match method {
            zip::CompressionMethod::Stored => Ok(Box::new(Checked { inner: flate2::CrcReader::new(packed), crc })),
            zip::CompressionMethod::Deflated => {
                let plain = flate2::read::DeflateDecoder::new(packed);
                Ok(Box::new(Checked { inner: flate2::CrcReader::new(plain), crc }))
            }
            other => Err(bad(format!("a member packed with {other}"))),
        }
    }
}

/// Counts what is read of the file.
struct Counted {
    file: File,
    done: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buffer)?;
        self.done.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Checks the sum of a zip member when it has been read.
struct Checked<R> {
    inner: flate2::CrcReader<R>,
    crc: u32,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        if n == 0 && !buffer.is_empty() && self.inner.crc().sum() != self.crc {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the zip member is damaged: its checksum differs"));
        }
        Ok(n)
    }
}

/// Gives at most so much until it is reset.
pub(crate) struct Bounded<R> {
    inner: R,
    left: u64,
}

impl<R> Bounded<R> {
    pub(crate) fn new(inner: R) -> Self {
        Self { inner, left: MOST_ROW_BYTES }
    }

    pub(crate) fn reset(&mut self) {
        self.left = MOST_ROW_BYTES;
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            let what = format!("a row of more than {} MiB; is a quote not closed?", MOST_ROW_BYTES >> 20);
            return Err(io::Error::new(io::ErrorKind::InvalidData, what));
        }
        let n = self.inner.read(buffer)?;
        self.left = self.left.saturating_sub(n as u64);
        Ok(n)
    }
}
