//! A folder of snapshots, and which of them is in force.
//!
//! ```text
//! DIR/snapshots/<id>.snapshot   immutable
//! DIR/current                   the id in force, one line
//! DIR/lock                      held by whoever writes
//! ```
//! The one invariant: **at every moment, whatever dies, `current` names a whole snapshot.** A snapshot is written under a
//! temporary name, flushed to the disk, renamed, its folder flushed; only then is `current` replaced, in the same way.
//! What a crash leaves behind are temporary files, which the next writer removes. Readers need no lock: they open what `current` names,
//! and an old snapshot that they hold stays as it is.

use crate::history::History;
use crate::problem::Error;
use crate::snapshot::{Encoded, Snapshot, SnapshotId};
use std::fs::{self, File, TryLockError};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

const ENDING: &str = "snapshot";
const TEMPORARY: &str = "part";

/// A folder of snapshots.
#[derive(Clone, Debug)]
pub struct Store {
    dir: PathBuf,
}

/// The right to write to a store; no other process has it at the same time. Given back when dropped, or when the process dies.
#[derive(Debug)]
pub struct Writer<'a> {
    store: &'a Store,
    _lock: File,
}

impl Store {
    /// Opens a store, and makes its folders where there are none.
    pub fn open(dir: impl Into<PathBuf>) -> Result<Self, Error> {
        let store = Self { dir: dir.into() };
        let snapshots = store.snapshot_dir();
        fs::create_dir_all(&snapshots).map_err(|e| Error::io(&snapshots, "cannot be made", e))?;
        Ok(store)
    }

    /// Its folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The id of the snapshot in force; `None` in a new store.
    pub fn current_id(&self) -> Result<Option<SnapshotId>, Error> {
        let path = self.dir.join("current");
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(Error::io(&path, "cannot be read", e)),
        };
        text.trim().parse().map(Some).map_err(|e| Error::damaged(&path, format!("{e}")))
    }

    /// The snapshot in force; `None` in a new store.
    pub fn current(&self) -> Result<Option<Snapshot>, Error> {
        self.current_id()?.map(|id| self.open_id(id)).transpose()
    }

    /// The history of the snapshot in force, to go on with; empty in a new store.
    pub fn history(&self) -> Result<History, Error> {
        self.current()?.map_or_else(|| Ok(History::new()), |s| s.history())
    }

    /// The ids of all snapshots, sorted.
    pub fn snapshots(&self) -> Result<Vec<SnapshotId>, Error> {
        let dir = self.snapshot_dir();
        let failed = |e| Error::io(&dir, "cannot be listed", e);
        let mut out = Vec::new();
        for entry in fs::read_dir(&dir).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.extension().is_some_and(|e| e == ENDING) {
                let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
                out.extend(stem.parse::<SnapshotId>().ok());
            }
        }
        out.sort_unstable();
        Ok(out)
    }

    /// Opens the snapshot whose id begins so.
    pub fn open_snapshot(&self, prefix: &str) -> Result<Snapshot, Error> {
        let wanted = prefix.trim().to_ascii_lowercase();
        let all = self.snapshots()?;
        let fits: Vec<_> = all.iter().filter(|id| !wanted.is_empty() && id.to_string().starts_with(&wanted)).collect();
        match fits[..] {
            [id] => self.open_id(*id),
            [] => {
                let mut names: Vec<String> = all.iter().take(5).map(SnapshotId::short).collect();
                match all.len() {
                    0 => names.push("none".into()),
                    n if n > 5 => names.push(format!("{} more", n - 5)),
                    _ => {}
                }
                Err(Error::NoSnapshot { path: self.snapshot_dir(), prefix: wanted, there: names.join(", ") })
            }
            _ => Err(Error::Ambiguous { prefix: wanted, fits: fits.iter().map(ToString::to_string).collect() }),
        }
    }

    /// Opens a snapshot by its whole id. A file whose content names another id than its name is damaged.
    pub fn open_id(&self, id: SnapshotId) -> Result<Snapshot, Error> {
        let path = self.path(id);
        let snapshot = Snapshot::open(&path)?;
        if snapshot.id() != id {
            return Err(Error::damaged(&path, format!("it holds snapshot {}", snapshot.id())));
        }
        Ok(snapshot)
    }

    /// Where the snapshot of this id lies, or would.
    pub fn path(&self, id: SnapshotId) -> PathBuf {
        self.snapshot_dir().join(format!("{id}.{ENDING}"))
    }

    /// Takes the right to write; [`Error::Locked`] where another process has it. Who adds to the history in force reads it
    /// *after* this, or what the other one wrote is lost.
    pub fn writer(&self) -> Result<Writer<'_>, Error> {
        let path = self.dir.join("lock");
        let options = fs::OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let lock = options.map_err(|e| Error::io(&path, "cannot be opened", e))?;
        match lock.try_lock() {
            Ok(()) => Ok(Writer { store: self, _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(Error::Locked { path }),
            Err(TryLockError::Error(e)) => Err(Error::io(&path, "cannot be locked", e)),
        }
    }

    /// Writes a snapshot and puts it in force: [`Store::writer`] and [`Writer::write`] in one.
    pub fn write(&self, history: &History, extra: Vec<(String, Vec<u8>)>) -> Result<SnapshotId, Error> {
        self.writer()?.write(history, extra)
    }

    fn snapshot_dir(&self) -> PathBuf {
        self.dir.join("snapshots")
    }
}

impl Writer<'_> {
    /// The history of the snapshot in force, to go on with.
    pub fn history(&self) -> Result<History, Error> {
        self.store.history()
    }

    /// Writes a snapshot of this history, with foreign sections under their names, and puts it in force. Where this fails,
    /// what was in force stays so.
    pub fn write(&self, history: &History, extra: Vec<(String, Vec<u8>)>) -> Result<SnapshotId, Error> {
        self.put(&Encoded::new(history, extra)?)
    }

    /// Writes an encoded snapshot and puts it in force.
    pub fn put(&self, encoded: &Encoded) -> Result<SnapshotId, Error> {
        self.clean()?;
        let id = encoded.id();
        let path = self.store.path(id);
        // The same content may be there already; if it is whole it is the same file.
        let whole = path.exists() && self.store.open_id(id).and_then(|s| s.verify()).is_ok();
        if !whole {
            replace(&path, |out| encoded.write_to(out))?;
        }
        let current = self.store.dir.join("current");
        replace(&current, |out| writeln!(out, "{id}"))?;
        Ok(id)
    }

    /// Puts a snapshot that is there in force: the way back after a bad edition.
    pub fn revert_to(&self, id: SnapshotId) -> Result<(), Error> {
        self.store.open_id(id)?.verify()?;
        replace(&self.store.dir.join("current"), |out| writeln!(out, "{id}"))
    }

    /// Removes what a writer that died has left. Nobody else writes: we hold the lock.
    fn clean(&self) -> Result<(), Error> {
        for dir in [self.store.dir.clone(), self.store.snapshot_dir()] {
            let failed = |e| Error::io(&dir, "cannot be listed", e);
            for entry in fs::read_dir(&dir).map_err(failed)? {
                let path = entry.map_err(failed)?.path();
                if path.extension().is_some_and(|e| e == TEMPORARY) {
                    fs::remove_file(&path).map_err(|e| Error::io(&path, "cannot be removed", e))?;
                }
            }
        }
        Ok(())
    }
}

/// Replaces a file so that at every moment either the old or the new one is there, whole.
fn replace(path: &Path, write: impl FnOnce(&mut BufWriter<File>) -> std::io::Result<()>) -> Result<(), Error> {
    let temporary = path.with_extension(TEMPORARY);
    let written = (|| {
        let file = File::create(&temporary)?;
        let mut out = BufWriter::with_capacity(1 << 20, file);
        write(&mut out)?;
        out.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&temporary, path)
    })();
    if let Err(e) = written {
        // On a full disk the half file would keep the room that the next try needs.
        let _ = fs::remove_file(&temporary);
        return Err(Error::io(path, "cannot be written", e));
    }
    sync_dir(path.parent().unwrap_or(Path::new(".")))
}

/// A rename is on the disk only when its folder is.
#[cfg(unix)]
fn sync_dir(dir: &Path) -> Result<(), Error> {
    File::open(dir).and_then(|d| d.sync_all()).map_err(|e| Error::io(dir, "cannot be flushed", e))
}

#[cfg(not(unix))]
fn sync_dir(_: &Path) -> Result<(), Error> {
    Ok(())
}
