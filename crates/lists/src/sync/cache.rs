//! What was fetched last: the raw files of each source and what their server said of them, so that it can be asked for changes only.
//!
//! `DATA/cache/<id>.json` beside `DATA/cache/<id>/<file>`. A file that is not the one remembered (changed, cut, gone) is not trusted:
//! it is fetched again whole.

use crate::problem::Error;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// One file of the last accepted edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    /// Its address, `{token}` in the place of a token.
    pub url: String,
    /// Its name in the cache.
    pub name: String,
    /// The server's `ETag`, as sent.
    pub etag: Option<String>,
    /// The server's `Last-Modified`, as sent.
    pub last_modified: Option<String>,
    /// Its length in bytes.
    pub bytes: u64,
    /// BLAKE3 of its bytes, 64 hex digits.
    pub hash: String,
    /// When it was fetched.
    pub fetched: Timestamp,
}

#[derive(Default, Serialize, Deserialize)]
struct Record {
    files: Vec<Remembered>,
}

/// The cache of one source.
#[derive(Debug)]
pub(super) struct Cache {
    record: PathBuf,
    folder: PathBuf,
    files: Vec<Remembered>,
}

impl Cache {
    /// Opens it, making its folder. A record that cannot be read is as good as none: everything is fetched.
    pub(super) fn open(cache: &Path, id: &str) -> Result<Self, Error> {
        let folder = cache.join(id);
        std::fs::create_dir_all(&folder).map_err(|source| Error::Io {
            path: folder.clone(),
            action: "cannot be made",
            source,
        })?;
        let record = cache.join(format!("{id}.json"));
        let read = std::fs::read(&record).ok().and_then(|b| serde_json::from_slice::<Record>(&b).ok());
        Ok(Self { record, folder, files: read.unwrap_or_default().files })
    }

    /// Where the file of this name is.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The file last fetched from this address, if it lies there still as it came.
    pub(super) fn whole(&self, url: &str, name: &str) -> Option<Remembered> {
        let file = self.files.iter().find(|f| f.url == url && f.name == name)?;
        let bytes = std::fs::read(self.path(name)).ok()?;
        (blake3::hash(&bytes).to_hex().as_str() == file.hash).then(|| file.clone())
    }

    /// Replaces the record, by a rename, so that it is the old or the new one and never half of it.
    pub(super) fn remember(&self, files: &[Remembered]) -> std::io::Result<()> {
        let text = serde_json::to_vec_pretty(&Record { files: files.to_vec() })?;
        let part = self.record.with_extension("json.part");
        std::fs::write(&part, text)?;
        std::fs::rename(part, &self.record)
    }
}
