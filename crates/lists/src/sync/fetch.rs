//! Fetches the files of a source over HTTP: conditionally, with retries, within bounds, and whole or not at all.
//!
//! What can go wrong on the way goes wrong sooner or later, every day, at somebody's: the connection is cut in the middle, the server
//! is down for a minute, sends less than it announced, sends a gigabyte, sends at a crawl, leads in circles. Each ends
//! in an [`Outcome`] of its own source and touches nothing else: what came last stays in the cache until
//! [`Fetched::keep`] says that the edition was accepted. For the same reason an edition that was *refused* is not
//! remembered as seen: the next sync asks for it again instead of being told "not modified".

use super::Event;
use super::cache::{Cache, Remembered};
use super::sources::Source;
use jiff::Timestamp;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use ureq::http;

/// Sources that are fetched side by side.
const SIDE_BY_SIDE: usize = 4;
/// Redirects that are followed for one file.
const REDIRECTS: u32 = 5;
/// Bytes between two reports of progress.
const STEP: u64 = 256 << 10;

/// How often and how patiently to try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tries {
    /// Attempts for one file, the first included.
    pub attempts: u32,
    /// Wait before the second attempt; each further wait is twice the one before. No chance in it: the waits of a run are known.
    pub first_wait: Duration,
    /// No wait is longer, but where a server asks for one in `Retry-After`.
    pub longest_wait: Duration,
    /// Bound on making a connection.
    pub connect: Duration,
    /// Bound on the silence between two pieces of an answer.
    pub silence: Duration,
}

impl Default for Tries {
    fn default() -> Self {
        Self {
            attempts: 4,
            first_wait: Duration::from_secs(1),
            longest_wait: Duration::from_secs(60),
            connect: Duration::from_secs(20),
            silence: Duration::from_secs(60),
        }
    }
}

impl Tries {
    /// The wait after the attempt of this number, from 1.
    fn wait(&self, attempt: u32) -> Duration {
        let factor = 1u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX);
        self.first_wait.saturating_mul(factor).min(self.longest_wait)
    }
}

/// What came of fetching one source.
#[derive(Debug)]
pub enum Outcome {
    /// Its files are here, at least one of them new.
    Fetched(Fetched),
    /// The server says that nothing has changed; the files are those of last time.
    NotModified(Fetched),
    /// It could not be fetched: why, and after how many attempts at the file that failed.
    Failed {
        /// The address, without its token.
        url: String,
        /// What happened at the last attempt, with what to do about it.
        why: String,
        /// Attempts.
        attempts: u32,
    },
}

/// The files of one edition, on disk.
#[derive(Debug)]
pub struct Fetched {
    /// The files, in the order of the source's addresses.
    pub files: Vec<Remembered>,
    /// Where each is to be read now.
    pub paths: Vec<PathBuf>,
    cache: Cache,
    parts: Vec<Option<Part>>,
}

impl Fetched {
    /// The latest `Last-Modified` of the files.
    pub fn last_modified(&self) -> Option<Timestamp> {
        self.files.iter().filter_map(|f| http_date(f.last_modified.as_deref()?)).max()
    }

    /// Bytes over all files.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|f| f.bytes).sum()
    }

    /// Remembers this edition: the next sync asks whether it has changed since.
    pub fn keep(mut self) -> std::io::Result<()> {
        for (part, file) in self.parts.iter_mut().zip(&self.files) {
            if let Some(part) = part {
                part.become_file(&self.cache.path(&file.name))?;
            }
        }
        self.cache.remember(&self.files)
    }

    /// Puts the new files aside, `<name>.refused` in the cache, so that a person can look at them; says where.
    pub fn put_aside(mut self) -> Vec<PathBuf> {
        let mut out = Vec::new();
        for (part, file) in self.parts.iter_mut().zip(&self.files) {
            let to = self.cache.path(&format!("{}.refused", file.name));
            if part.as_mut().is_some_and(|p| p.become_file(&to).is_ok()) {
                out.push(to);
            }
        }
        out
    }
}

/// A file on its way in; removed when dropped, unless it became the file.
#[derive(Debug)]
struct Part {
    path: PathBuf,
    done: bool,
}

impl Part {
    fn become_file(&mut self, to: &std::path::Path) -> std::io::Result<()> {
        std::fs::rename(&self.path, to)?;
        self.done = true;
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.done {
            // Nothing depends on it: a part left behind is written over by the next sync.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Fetches these sources, several side by side, and hands over each as it is done; the order is that of arrival.
///
/// `cache` is the folder that remembers, `now` the time of the run.
pub fn fetch_all(
    sources: &[&Source],
    cache: &std::path::Path,
    tries: &Tries,
    now: Timestamp,
    progress: &(dyn Fn(Event<'_>) + Sync),
    mut done: impl FnMut(usize, Outcome),
) {
    let next = AtomicUsize::new(0);
    let (send, receive) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE.min(sources.len()) {
            let (send, next) = (send.clone(), &next);
            scope.spawn(move || {
                while let Some((at, source)) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|n| sources.get(n).map(|s| (n, s)))
                {
                    let outcome = fetch(source, cache, tries, now, progress);
                    if send.send((at, outcome)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        for (at, outcome) in receive {
            done(at, outcome);
        }
    });
}

/// Fetches one source: all of its files, or none.
pub fn fetch(
    source: &Source,
    cache: &std::path::Path,
    tries: &Tries,
    now: Timestamp,
    progress: &(dyn Fn(Event<'_>) + Sync),
) -> Outcome {
    let started = Instant::now();
    let failed = |url: &str, why: String, attempts| Outcome::Failed { url: url.to_string(), why, attempts };
    let token = match source.token_env.as_deref().map(|name| (name, std::env::var(name))) {
        None => None,
        Some((_, Ok(token))) if !token.trim().is_empty() => Some(token.trim().to_string()),
        Some((name, _)) => {
            let why = format!("the address needs a token: put it into the environment variable {name}");
            return failed(source.urls.first().map_or("", |u| u), why, 0);
        }
    };
    let cache = match Cache::open(cache, &source.id) {
        Ok(cache) => cache,
        Err(e) => return failed("", e.to_string(), 0),
    };
    let names = file_names(&source.urls);
    let (mut files, mut paths, mut parts) = (Vec::new(), Vec::new(), Vec::new());
    for (url, name) in source.urls.iter().zip(&names) {
        let one = One { source, url, name, token: token.as_deref(), cache: &cache, tries, now, started, progress };
        match one.fetch() {
            Ok((file, part)) => {
                paths.push(part.as_ref().map_or_else(|| cache.path(name), |p| p.path.clone()));
                files.push(file);
                parts.push(part);
            }
            Err((why, attempts)) => return failed(url, why, attempts),
        }
    }
    let fresh = parts.iter().any(Option::is_some);
    let fetched = Fetched { files, paths, cache, parts };
    if fresh { Outcome::Fetched(fetched) } else { Outcome::NotModified(fetched) }
}

/// Names for the files of these addresses: the last part of the path, with a number before it where two agree.
fn file_names(urls: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for (n, url) in urls.iter().enumerate() {
        let path = url.split(['?', '#']).next().unwrap_or(url);
        let last = path.rsplit('/').next().unwrap_or("");
        let clean = |c: char| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' };
        let mut name: String = last.chars().map(clean).take(80).collect();
        if name.trim_matches(['.', '_']).is_empty() {
            name = "list".to_string();
        }
        if out.iter().any(|o| o.eq_ignore_ascii_case(&name)) {
            name = format!("{n}-{name}");
        }
        out.push(name);
    }
    out
}

/// One file of one source.
struct One<'a> {
    source: &'a Source,
    url: &'a str,
    name: &'a str,
    token: Option<&'a str>,
    cache: &'a Cache,
    tries: &'a Tries,
    now: Timestamp,
    started: Instant,
    progress: &'a (dyn Fn(Event<'_>) + Sync),
}

/// Why one attempt came to nothing.
enum Miss {
    /// Another may do better, not sooner than the server says.
    Again(String, Option<Duration>),
    /// Another would end the same way.
    Never(String),
}

impl One<'_> {
    fn fetch(&self) -> Result<(Remembered, Option<Part>), (String, u32)> {
        let began = Instant::now();
        let bound = Duration::from_secs(self.source.timeout);
        let mut attempt = 1;
        loop {
            let left = bound.saturating_sub(began.elapsed());
            (self.progress)(Event::Trying { source: &self.source.id, url: self.url, attempt });
            let (why, asked) = match self.attempt(left) {
                Ok(got) => return Ok(got),
                Err(Miss::Never(why)) => return Err((self.without_token(why), attempt)),
                Err(Miss::Again(why, asked)) => (self.without_token(why), asked),
            };
            let wait = asked.unwrap_or_default().max(self.tries.wait(attempt));
            if attempt >= self.tries.attempts {
                return Err((why, attempt));
            }
            if began.elapsed() + wait >= bound {
                let why = format!("{why}; another attempt would pass the bound of {} s", self.source.timeout);
                return Err((why, attempt));
            }
            (self.progress)(Event::Waiting { source: &self.source.id, url: self.url, wait, why: &why });
            std::thread::sleep(wait);
            attempt += 1;
        }
    }

    /// Messages of the network library may repeat the address.
    fn without_token(&self, text: String) -> String {
        self.token.map_or(text.clone(), |t| text.replace(t, "{token}"))
    }

    fn attempt(&self, left: Duration) -> Result<(Remembered, Option<Part>), Miss> {
        let deadline = Instant::now() + left;
        let url = self.token.map_or_else(|| self.url.to_string(), |t| self.url.replace("{token}", t));
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .user_agent(concat!("interdict/", env!("CARGO_PKG_VERSION")))
            .http_status_as_error(false)
            .max_redirects(REDIRECTS)
            // A redirect from https down to http is then refused too.
            .https_only(self.url.starts_with("https://"))
            .timeout_global(Some(left))
            .timeout_connect(Some(self.tries.connect))
            .timeout_per_read(Some(self.tries.silence))
            .build()
            .new_agent();
        let mut request = agent.get(&url);
        let before = self.cache.whole(self.url, self.name);
        if let Some(file) = &before {
            if let Some(etag) = &file.etag {
                request = request.header("If-None-Match", etag);
            }
            if let Some(date) = &file.last_modified {
                request = request.header("If-Modified-Since", date);
            }
        }
        let mut response = request.call().map_err(network)?;
        let header = |name: &str| response.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_string);
        match response.status().as_u16() {
            200 => {}
            304 => {
                let Some(file) = before else {
                    let why = "the server says that nothing has changed though it was not asked";
                    return Err(Miss::Never(why.to_string()));
                };
                return Ok((file, None));
            }
            status => return Err(self.refusal(status, header("retry-after").as_deref())),
        }
        let (etag, last_modified) = (header("etag"), header("last-modified"));
        let total = response.body().content_length();
        if total.is_some_and(|t| t > self.source.max_bytes) {
            return Err(self.too_large(total.unwrap_or_default()));
        }
        let mut part = Part { path: self.cache.path(&format!("{}.part", self.name)), done: false };
        let (bytes, hash) = self.receive(response.body_mut().as_reader(), &mut part, total, deadline)?;
        let file = Remembered {
            url: self.url.to_string(),
            name: self.name.to_string(),
            etag,
            last_modified,
            bytes,
            hash,
            fetched: self.now,
        };
        Ok((file, Some(part)))
    }

    /// Writes the body to disk as it comes. The network library fails a body that is shorter than announced.
    fn receive(
        &self,
        mut body: impl Read,
        part: &mut Part,
        total: Option<u64>,
        deadline: Instant,
    ) -> Result<(u64, String), Miss> {
        let disk = |e: std::io::Error| Miss::Never(format!("{}: {e}", part.path.display()));
        let mut file = std::fs::File::create(&part.path).map_err(disk)?;
        let mut hash = blake3::Hasher::new();
        let mut buffer = vec![0; 64 << 10];
        let (mut bytes, mut told) = (0u64, 0);
        loop {
            let n = match body.read(&mut buffer) {
                Ok(0) => break,
                Ok(n) => n,
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(e) => {
                    let of = total.map_or(String::new(), |t| format!(" of {t}"));
                    return Err(Miss::Again(format!("the answer broke off after {bytes}{of} bytes ({e})"), None));
                }
            };
            bytes += n as u64;
            if bytes > self.source.max_bytes {
                return Err(self.too_large(bytes));
            }
            let piece = buffer.get(..n).unwrap_or_default();
            hash.update(piece);
            file.write_all(piece).map_err(disk)?;
            if bytes - told >= STEP {
                told = bytes;
                (self.progress)(Event::Received { source: &self.source.id, file: self.name, bytes, total });
            }
            if Instant::now() > deadline {
                let bound = self.source.timeout;
                return Err(Miss::Again(format!("still not whole after {bound} s, with {bytes} bytes"), None));
            }
        }
        if bytes == 0 {
            return Err(Miss::Again("an empty answer".to_string(), None));
        }
        file.sync_all().map_err(disk)?;
        (self.progress)(Event::Received { source: &self.source.id, file: self.name, bytes, total: Some(bytes) });
        Ok((bytes, hash.finalize().to_hex().to_string()))
    }

    fn too_large(&self, bytes: u64) -> Miss {
        let bound = self.source.max_bytes;
        Miss::Never(format!(
            "{bytes} bytes or more, and max_bytes is {bound}; raise it in sources.toml if the list has grown that much"
        ))
    }

    fn refusal(&self, status: u16, retry_after: Option<&str>) -> Miss {
        let words = http::StatusCode::from_u16(status).ok().and_then(|s| s.canonical_reason()).unwrap_or("");
        let said = format!("the server answered {status} {words}").trim_end().to_string();
        match status {
            408 | 425 | 429 | 500..=599 => Miss::Again(said, retry_after.and_then(|v| self.asked_to_wait(v))),
            401 | 403 => Miss::Never(format!("{said}; it wants a token, or refuses this machine")),
            404 | 410 => Miss::Never(format!("{said}; the list has moved: put its new address into sources.toml")),
            _ => Miss::Never(said),
        }
    }

    /// `Retry-After`: seconds, or a date.
    fn asked_to_wait(&self, value: &str) -> Option<Duration> {
        if let Ok(seconds) = value.trim().parse() {
            return Some(Duration::from_secs(seconds));
        }
        let now = self.now.as_second().saturating_add_unsigned(self.started.elapsed().as_secs());
        let wait = http_date(value)?.as_second().saturating_sub(now);
        u64::try_from(wait).ok().map(Duration::from_secs)
    }
}

/// What the network library says, as another attempt or an end.
fn network(e: ureq::Error) -> Miss {
    match e {
        ureq::Error::RequireHttpsOnly(_) => {
            Miss::Never("the server leads from https to http, which is not followed".to_string())
        }
        ureq::Error::TooManyRedirects => Miss::Never(format!("more than {REDIRECTS} redirects")),
        ureq::Error::BadUri(_) | ureq::Error::Http(_) | ureq::Error::InvalidProxyUrl => {
            Miss::Never(format!("the address cannot be used ({e})"))
        }
        ureq::Error::Timeout(_) => Miss::Again(format!("no answer in time ({e})"), None),
        _ => Miss::Again(format!("no answer ({e})"), None),
    }
}

/// `Wed, 21 Oct 2026 07:28:00 GMT`.
fn http_date(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text.trim()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_waits_double_up_to_their_bound() {
        let tries = Tries { longest_wait: Duration::from_secs(5), ..Tries::default() };
        let waits: Vec<_> = (1..=5).map(|n| tries.wait(n).as_secs()).collect();
        assert_eq!(waits, [1, 2, 4, 5, 5]);
        assert_eq!(tries.wait(90).as_secs(), 5);
    }

    #[test]
    fn files_are_named_by_their_address_and_never_leave_their_folder() {
        let urls = ["https://a/SDN.CSV", "https://b/sdn.csv?x=/../y", "https://c/", "https://d/..", "https://e/ä%2F"];
        let names = file_names(&urls.map(str::to_string));
        assert_eq!(names, ["SDN.CSV", "1-sdn.csv", "list", "3-list", "__2F"]);
    }

    #[test]
    fn dates_are_read_as_servers_write_them() {
        let at = http_date("Wed, 21 Oct 2026 07:28:00 GMT").expect("a date");
        assert_eq!(at.to_string(), "2026-10-21T07:28:00Z");
        assert_eq!(http_date("yesterday"), None);
    }
}
