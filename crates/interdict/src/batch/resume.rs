//! The file beside an unfinished answer: how far it is, and from what it is made.

use super::report::{Counts, Identity};
use crate::exit::wrong_usage;
use miette::{Context, IntoDiagnostic, miette};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The state is written at most this often: it makes the system write the answer out first.
const EVERY: Duration = Duration::from_millis(250);

/// How far an unfinished answer is.
#[derive(Serialize, Deserialize)]
struct State {
    identity: Identity,
    input: String,
    /// Bytes of the answer that belong to `counts`; what stands behind them is cut off.
    bytes: u64,
    counts: Counts,
}

/// An answer that is being written, and its state beside it.
pub struct Unfinished {
    out: File,
    path: PathBuf,
    beside: PathBuf,
    identity: Identity,
    input: String,
    bytes: u64,
    written: Option<Instant>,
}

fn beside(out: &Path) -> PathBuf {
    let mut name = out.as_os_str().to_os_string();
    name.push(".progress.json");
    PathBuf::from(name)
}

impl Unfinished {
    /// Begins an answer, or goes on with one.
    pub fn open(out: &Path, identity: Identity, input: &str, resume: bool) -> miette::Result<(Self, Counts)> {
        let state_file = beside(out);
        let open = |create: bool| {
            let file = File::options().write(true).create(create).truncate(create).open(out).into_diagnostic();
            file.wrap_err_with(|| format!("{} cannot be written", out.display()))
        };
        let (out_file, counts, bytes) = if resume {
            let text = std::fs::read_to_string(&state_file);
            let text = text.map_err(|e| {
                let help = "a run leaves it until it is finished; without --resume the file is screened anew";
                wrong_usage(format!("there is nothing to go on with: {}: {e}", state_file.display()), help)
            })?;
            let state: miette::Result<State> = serde_json::from_str(&text).into_diagnostic();
            let state =
                state.wrap_err_with(|| format!("{} is damaged; remove it to begin anew", state_file.display()))?;
            let differs = state.identity.differs(&identity);
            if !differs.is_empty() {
                let what = format!("{} was begun with another state: {} differs", out.display(), differs.join(", "));
                let help = format!("give what it was begun with, or remove {} to begin anew", state_file.display());
                return Err(miette!(help = help, "{what}"));
            }
            let mut file = open(false)?;
            let length = file.metadata().into_diagnostic()?.len();
            if length < state.bytes {
                let help = format!("remove {} to begin anew", state_file.display());
                return Err(miette!(help = help, "{} is shorter than it was: {length} bytes", out.display()));
            }
            file.set_len(state.bytes).into_diagnostic()?;
            file.seek(SeekFrom::End(0)).into_diagnostic()?;
            let before = state.counts.rows;
            (file, Counts { before, ..state.counts }, state.bytes)
        } else {
            if state_file.exists() {
                let help = format!("--resume goes on with it; remove {} to begin anew", state_file.display());
                return Err(wrong_usage(format!("{} is an unfinished answer", out.display()), help));
            }
            (open(true)?, Counts::default(), 0)
        };
        let path = out.to_path_buf();
        let input = input.to_string();
        Ok((Self { out: out_file, path, beside: state_file, identity, input, bytes, written: None }, counts))
    }

    /// Has nothing been written yet?
    pub fn is_empty(&self) -> bool {
        self.bytes == 0
    }

    /// Appends.
    pub fn write(&mut self, bytes: &[u8]) -> miette::Result<()> {
        let done = self.out.write_all(bytes).into_diagnostic();
        done.wrap_err_with(|| format!("{} cannot be written; --resume goes on once it can", self.path.display()))?;
        self.bytes += bytes.len() as u64;
        Ok(())
    }

    /// Says beside the answer that what was written so far belongs to these counts.
    pub fn mark(&mut self, counts: &Counts) -> miette::Result<()> {
        if self.written.is_some_and(|at| at.elapsed() < EVERY) {
            return Ok(());
        }
        self.out.sync_data().into_diagnostic()?;
        let (identity, input) = (self.identity.clone(), self.input.clone());
        let state = State { identity, input, bytes: self.bytes, counts: counts.clone() };
        let part = self.beside.with_extension("part");
        let text = serde_json::to_vec(&state).into_diagnostic()?;
        std::fs::write(&part, text).and_then(|()| std::fs::rename(&part, &self.beside)).into_diagnostic()?;
        self.written = Some(Instant::now());
        Ok(())
    }

    /// The answer is whole.
    pub fn finish(self) -> miette::Result<()> {
        self.out.sync_all().into_diagnostic()?;
        match std::fs::remove_file(&self.beside) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(e).into_diagnostic(),
            _ => Ok(()),
        }
    }
}
