//! Maps a file into memory. The one place in Interdict with `unsafe`.

use crate::problem::Error;
use std::fs::File;
use std::path::Path;

/// Maps a whole file, read only.
#[allow(unsafe_code)]
pub(super) fn map(path: &Path) -> Result<memmap2::Mmap, Error> {
    let file = File::open(path).map_err(|e| Error::io(path, "cannot be opened", e))?;
    // SAFETY: a mapping is sound as long as nobody changes or cuts the file under it. Snapshot files are immutable: `store` writes
    // one under a temporary name, renames it to the hash of its content when it is whole, and never opens it for writing
    // again; it is only ever unlinked, and an unlinked file stays while it is mapped. What a stranger's process could do to
    // the file is what it could do to this process's other files too; the checksums find it at the next reading.
    let map = unsafe { memmap2::Mmap::map(&file) };
    map.map_err(|e| Error::io(path, "cannot be mapped into memory", e))
}
