//! Holds the walls of the house: what ARCHITECTURE.md says no crate may do, checked over `cargo metadata` and the tree.
//!
//! Each rule is a function from what it looks at to complaints, so that every rule is shown to find a planted fault as
//! well as to pass on the tree. A complaint names the file and says what to do. It stands in `model` because it needs nothing but
//! the standard library and `serde_json`, and `model` is the crate that every change builds first.

#![allow(clippy::expect_used, clippy::panic, reason = "a test: what it cannot read ends it")]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The crates, upper first: a crate may depend only on crates above it (DESIGN.md, section 4).
const ORDER: &[&str] = &[
    "interdict-model",
    "interdict-names",
    "interdict-lists",
    "interdict-screen",
    "interdict-compare",
    "interdict-own",
    "interdict-law",
    "interdict-trade",
    "interdict-intake",
    "interdict-cases",
    "interdict-server",
    "interdict-cluster",
    "interdict",
];

/// Crates that do no I/O, know no async and read no clock: time comes in as an argument.
const PURE: &[&str] = &["model", "names", "own", "law"];

/// What the sources of a pure crate must not name.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "tokio",
    "async",
    "await",
    "SystemTime::now",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
];

/// Crates that may use tokio.
const ASYNC: &[&str] = &["interdict-lists", "interdict-cases", "interdict-server", "interdict-cluster"];

/// The one module that may say `unsafe`: it maps snapshot files.
const UNSAFE: &str = "crates/lists/src/snapshot/map.rs";

/// No source file is longer; aim at 150 to 400.
const MAX_LINES: usize = 800;

/// A source file: its path from the root, with `/`, and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_string(), text: text.to_string() }
    }
}

/// The workspace's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the workspace's root")
}

fn read(path: &str) -> String {
    let path = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{} cannot be read: {e}", path.display()))
}

/// Every source file that we write by hand, whether git knows it already or not. Folders that hold what was built are passed over.
fn sources() -> Vec<Source> {
    let root = root();
    let (mut out, mut folders) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the tree") {
            let path = entry.expect("an entry of the tree").path();
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let built = matches!(name.as_str(), "target" | "node_modules" | "dist" | "book");
            if path.is_dir() && !built && (!name.starts_with('.') || name == ".ci") {
                folders.push(path);
                continue;
            }
            let inside = path.strip_prefix(&root).expect("inside the root").to_string_lossy().replace('\\', "/");
            let code = [".rs", ".ts", ".svelte", ".sh"].iter().any(|end| name.ends_with(end));
            if path.is_file() && (code || inside == ".ci/run") {
                out.push(Source { path: inside, text: std::fs::read_to_string(&path).expect("a source in UTF-8") });
            }
        }
    }
    assert!(out.iter().any(|s| s.path == "crates/model/src/lib.rs"), "the walk found no sources: mend `sources`");
    out
}

/// `cargo metadata` of the workspace's own packages; needs no network.
fn packages() -> Vec<Value> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let run = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(run.status.success(), "cargo metadata failed: {}", String::from_utf8_lossy(&run.stderr));
    let mut metadata: Value = serde_json::from_slice(&run.stdout).expect("JSON");
    let Value::Array(packages) = metadata["packages"].take() else { panic!("no packages in cargo metadata") };
    assert!(!packages.is_empty(), "cargo metadata names no package");
    packages
}

/// Rust source with comments and the insides of literals blanked, and the comments alone; lines stay where they are.
fn split(text: &str) -> (String, String) {
    let chars: Vec<char> = text.chars().collect();
    let (mut code, mut comments) = (String::with_capacity(text.len()), String::with_capacity(text.len()));
    let mut at = 0;
    // Takes the next `n` characters into code, comments or neither.
    let mut take = |at: &mut usize, n: usize, to_code: bool, to_comments: bool| {
        for c in chars.iter().skip(*at).take(n) {
            code.push(if to_code || *c == '\n' { *c } else { ' ' });
            comments.push(if to_comments || *c == '\n' { *c } else { ' ' });
        }
        *at += n;
    };
    let word = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric() || *c == '_');
    while at < chars.len() {
        let ahead = |n: usize| chars.get(at + n).copied().unwrap_or('\0');
        let rest = &chars[at..];
        if ahead(0) == '/' && ahead(1) == '/' {
            let n = rest.iter().position(|c| *c == '\n').unwrap_or(rest.len());
            take(&mut at, n, false, true);
        } else if ahead(0) == '/' && ahead(1) == '*' {
            let (mut depth, mut n) = (1, 2);
            while depth > 0 && at + n < chars.len() {
                match (ahead(n), ahead(n + 1)) {
                    ('*', '/') => (depth, n) = (depth - 1, n + 2),
                    ('/', '*') => (depth, n) = (depth + 1, n + 2),
                    _ => n += 1,
                }
            }
            take(&mut at, n, false, true);
        } else if let Some(hashes) = raw_string(rest).filter(|_| at == 0 || !word(chars.get(at - 1))) {
            let open = rest.iter().position(|c| *c == '"').map_or(rest.len(), |n| n + 1);
            let ends = |n: usize| rest[n] == '"' && rest[n + 1..].iter().take_while(|c| **c == '#').count() >= hashes;
            let n = (open..rest.len()).find(|n| ends(*n)).map_or(rest.len(), |n| n + 1 + hashes);
            take(&mut at, n, false, false);
        } else if ahead(0) == '"' {
            let mut n = 1;
            while at + n < chars.len() && ahead(n) != '"' {
                n += if ahead(n) == '\\' { 2 } else { 1 };
            }
            take(&mut at, n + 1, false, false);
        } else if ahead(0) == '\'' && (ahead(1) == '\\' || ahead(2) == '\'') {
            // A character; a lifetime has no quote two places on.
            let skip = if ahead(1) == '\\' { 3 } else { 2 };
            let n = rest.iter().skip(skip).position(|c| *c == '\'').map_or(rest.len(), |n| n + skip + 1);
            take(&mut at, n, false, false);
        } else {
            take(&mut at, 1, true, false);
        }
    }
    (code, comments)
}

/// How many `#` a raw string that begins here has; `None` where none begins.
fn raw_string(rest: &[char]) -> Option<usize> {
    let rest = rest.strip_prefix(&['b']).unwrap_or(rest).strip_prefix(&['r'])?;
    let hashes = rest.iter().take_while(|c| **c == '#').count();
    (rest.get(hashes) == Some(&'"')).then_some(hashes)
}

/// The lines, from 1, on which a word stands by itself.
fn lines_with<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    text.lines().enumerate().filter_map(move |(n, line)| {
        let alone = |(at, _): (usize, &str)| !line[..at].ends_with(part) && !line[at + word.len()..].starts_with(part);
        line.match_indices(word).any(alone).then_some(n + 1)
    })
}

fn impure(sources: &[Source]) -> Vec<String> {
    let mut out = Vec::new();
    for s in sources {
        let Some(name) = PURE.iter().find(|c| s.path.starts_with(&format!("crates/{c}/src/"))) else { continue };
        let (code, _) = split(&s.text);
        let advice = format!("`{name}` does no I/O and reads no clock: take it as an argument");
        for word in IMPURE {
            let found = lines_with(&code, word);
            out.extend(found.map(|line| format!("{}:{line}: names `{word}`; {advice}", s.path)));
        }
        // `use std::{env, fmt}` says the same in other words.
        for group in code.split("std::{").skip(1) {
            let inside = group.split(';').next().unwrap_or(group);
            for word in ["fs", "net", "env", "process"].iter().filter(|w| lines_with(inside, w).next().is_some()) {
                out.push(format!("{}: uses `std::{{{word}, ...}}`; {advice}", s.path));
            }
        }
    }
    out
}

fn out_of_order(packages: &[Value]) -> Vec<String> {
    let place = |name: &str| ORDER.iter().position(|o| *o == name);
    let mut out = Vec::new();
    for p in packages {
        let (name, manifest) = (text(p, "name"), text(p, "manifest_path"));
        let Some(own) = place(name) else {
            out.push(format!(
                "{manifest}: `{name}` has no place: put it into ORDER in this test and into ARCHITECTURE.md"
            ));
            continue;
        };
        for on in dependencies(p).filter(|d| d.starts_with("interdict")) {
            if on == "interdict-cluster" {
                out.push(format!(
                    "{manifest}: `{name}` depends on `{on}`; nothing may, for it is not in the default build"
                ));
            } else if place(on).is_none_or(|on| on >= own) {
                out.push(format!(
                    "{manifest}: `{name}` depends on `{on}`, which is not above it; move what both need upwards"
                ));
            }
        }
    }
    out
}

fn tokio_elsewhere(packages: &[Value]) -> Vec<String> {
    let others = packages.iter().filter(|p| !ASYNC.contains(&text(p, "name")));
    let found = others.flat_map(|p| dependencies(p).filter(|d| d.starts_with("tokio")).map(move |d| (p, d)));
    let say = |(p, d): (&Value, &str)| {
        let manifest = text(p, "manifest_path");
        format!("{manifest}: depends on `{d}`; only {} may: do the waiting there", ASYNC.join(", "))
    };
    found.map(say).collect()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().expect("cargo metadata has this text")
}

/// Names of all dependencies of a package, those of its tests and build script too.
fn dependencies(package: &Value) -> impl Iterator<Item = &str> {
    package["dependencies"].as_array().into_iter().flatten().map(|d| text(d, "name"))
}

fn unsafe_elsewhere(sources: &[Source]) -> Vec<String> {
    let others = sources.iter().filter(|s| s.path.ends_with(".rs") && s.path != UNSAFE);
    let say = |s: &Source| {
        let (code, _) = split(&s.text);
        let advice = format!("only {UNSAFE} may: find the safe way, or move it there");
        lines_with(&code, "unsafe")
            .map(|line| format!("{}:{line}: says `unsafe`; {advice}", s.path))
            .collect::<Vec<_>>()
    };
    others.flat_map(say).collect()
}

fn too_long(sources: &[Source]) -> Vec<String> {
    let lines = sources.iter().map(|s| (s, s.text.lines().count()));
    let long = lines.filter(|(_, n)| *n > MAX_LINES);
    long.map(|(s, n)| format!("{}: {n} lines, at most {MAX_LINES}: it has two jobs, give each a file", s.path))
        .collect()
}

fn marked_unfinished(sources: &[Source]) -> Vec<String> {
    let mut out = Vec::new();
    for s in sources {
        // In Rust the words of a literal are data; elsewhere everything is looked at.
        let (code, comments) = if s.path.ends_with(".rs") { split(&s.text) } else { (s.text.clone(), String::new()) };
        for word in [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX")] {
            for line in lines_with(&code, word).chain(lines_with(&comments, word)) {
                out.push(format!("{}:{line}: says {word}; do it now, or open an issue and take the mark away", s.path));
            }
        }
    }
    out
}

/// The entries of `[workspace.dependencies]` that are not our own crates.
fn workspace_dependencies(manifest: &str) -> Vec<String> {
    let mut inside = false;
    let mut out = Vec::new();
    for line in manifest.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("[workspace.dependencies.") {
            (inside, _) = (false, out.push(name.trim_end_matches(']').to_string()));
        } else if line.starts_with('[') {
            inside = line == "[workspace.dependencies]";
        } else if let Some((name, _)) = line.split_once('=').filter(|_| inside && !line.starts_with('#')) {
            let name = name.trim().split('.').next().unwrap_or_default();
            if !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)) {
                out.push(name.to_string());
            }
        }
    }
    out.retain(|n| !n.starts_with("interdict"));
    out
}

fn unexplained(manifest: &str, architecture: &str) -> Vec<String> {
    let wanted = workspace_dependencies(manifest);
    assert!(!wanted.is_empty(), "no [workspace.dependencies] found in the root Cargo.toml: mend this test");
    let section = architecture.split("\n## Dependencies").nth(1).unwrap_or("");
    let section = section.split("\n## ").next().unwrap_or("");
    let rows = section.lines().filter_map(|l| l.strip_prefix("| `"));
    let named: Vec<&str> = rows.filter_map(|l| l.split('`').next()).collect();
    let missing = wanted.iter().filter(|w| !named.contains(&w.as_str()));
    let missing = missing.map(|w| {
        format!("ARCHITECTURE.md: no row for `{w}` under Dependencies: add one line that says why, or drop it from Cargo.toml")
    });
    let stale = named.iter().filter(|n| !wanted.iter().any(|w| w == *n));
    let stale =
        stale.map(|n| format!("ARCHITECTURE.md: has a row for `{n}`, which Cargo.toml no longer names: take it out"));
    missing.chain(stale).collect()
}

#[track_caller]
fn hold(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn a_crate_depends_only_on_crates_above_it_and_none_on_cluster() {
    hold(out_of_order(&packages()));
}

#[test]
fn the_pure_crates_do_no_io_and_read_no_clock() {
    hold(impure(&sources()));
}

#[test]
fn tokio_stays_where_waiting_is_done() {
    hold(tokio_elsewhere(&packages()));
}

#[test]
fn unsafe_stands_in_the_one_module_that_maps_files() {
    hold(unsafe_elsewhere(&sources()));
}

#[test]
fn no_file_is_past_800_lines() {
    hold(too_long(&sources()));
}

#[test]
fn nothing_is_marked_as_to_be_done() {
    hold(marked_unfinished(&sources()));
}

#[test]
fn every_dependency_has_its_line_in_architecture_and_no_line_is_stale() {
    hold(unexplained(&read("Cargo.toml"), &read("ARCHITECTURE.md")));
}

#[test]
fn every_crate_takes_the_lints_and_has_a_readme_and_every_library_denies_missing_docs() {
    let mut complaints = Vec::new();
    for p in packages() {
        let manifest = PathBuf::from(text(&p, "manifest_path"));
        let toml = std::fs::read_to_string(&manifest).expect("a manifest");
        if !toml.split("[lints]").nth(1).is_some_and(|l| l.trim_start().starts_with("workspace = true")) {
            complaints.push(format!("{}: add `[lints]` with `workspace = true`", manifest.display()));
        }
        let readme = manifest.with_file_name("README.md");
        if !readme.is_file() {
            complaints.push(format!("{}: missing: say in a few lines what the crate is for", readme.display()));
        }
        let targets = p["targets"].as_array().expect("targets").iter();
        let is_lib = |t: &&Value| t["kind"].as_array().into_iter().flatten().any(|k| k == "lib" || k == "proc-macro");
        for lib in targets.filter(is_lib).map(|t| text(t, "src_path")) {
            let (code, _) = split(&std::fs::read_to_string(lib).expect("a library's root"));
            if !code.contains("#![deny(missing_docs)]") {
                complaints.push(format!("{lib}: add `#![deny(missing_docs)]` below the module's doc"));
            }
        }
    }
    hold(complaints);
}

/// Every rule finds its planted fault; without this a rule that looks at nothing would pass for ever.
mod planted {
    use super::*;
    use serde_json::json;

    fn package(name: &str, on: &[&str]) -> Value {
        let on: Vec<Value> = on.iter().map(|d| json!({ "name": d })).collect();
        json!({ "name": name, "manifest_path": format!("{name}/Cargo.toml"), "dependencies": on })
    }

    #[test]
    fn a_dependency_downwards_a_crate_without_a_place_and_cluster_are_found() {
        assert!(out_of_order(&[package("interdict-lists", &["interdict-model", "serde"])]).is_empty());
        let bad = [
            package("interdict-model", &["interdict-names"]),
            package("interdict-names", &["interdict-names"]),
            package("interdict-misc", &[]),
            package("interdict", &["interdict-cluster"]),
        ];
        assert_eq!(out_of_order(&bad).len(), 4);
    }

    #[test]
    fn tokio_in_screen_is_found_and_in_lists_it_is_not() {
        let found =
            tokio_elsewhere(&[package("interdict-screen", &["tokio-util"]), package("interdict-lists", &["tokio"])]);
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("interdict-screen/Cargo.toml"));
    }

    #[test]
    fn a_clock_and_a_file_in_model_are_found_but_not_in_a_comment_a_text_or_lists() {
        let fault = "use std::{env, fmt};\nfn f() { let _ = jiff::Timestamp::now(); }\nuse std::fs;\n";
        let path = "crates/model/src/a.rs";
        assert_eq!(impure(&[Source::new(path, fault)]).len(), 3);
        let fine =
            "//! never std::fs\nconst S: &str = \"std::fs\"; // Zoned::now\nuse std::{fmt, str};\nfn infs() {}\n";
        assert!(impure(&[Source::new(path, fine), Source::new("crates/lists/src/a.rs", fault)]).is_empty());
    }

    #[test]
    fn unsafe_is_found_with_its_line_but_not_where_it_may_be_nor_as_a_word_in_text() {
        let fault = "fn a<'a>(x: &'a str) {}\nlet q = '\"';\nunsafe { f() }\n";
        let found = unsafe_elsewhere(&[Source::new("crates/screen/src/a.rs", fault), Source::new(UNSAFE, fault)]);
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("crates/screen/src/a.rs:3:"), "{found:?}");
        let fine =
            "// unsafe\n/* unsafe /* */ unsafe */ let s = r#\"unsafe \" \"#; let t = \"\\\" unsafe\"; unsafe_code();\n";
        assert!(unsafe_elsewhere(&[Source::new("crates/screen/src/a.rs", fine)]).is_empty());
    }

    #[test]
    fn a_file_of_801_lines_is_found_and_one_of_800_is_not() {
        let lines = |n: usize| Source::new("ui/a.ts", &"x\n".repeat(n));
        assert!(too_long(&[lines(800)]).is_empty());
        assert_eq!(too_long(&[lines(801)]).len(), 1);
    }

    #[test]
    fn a_mark_in_a_comment_is_found_with_its_line_and_a_currency_in_a_text_is_not() {
        let mark = concat!("X", "XX");
        let fault = format!("fn a() {{}}\n// {mark}: later\n");
        let found = marked_unfinished(&[Source::new("a.rs", &fault), Source::new("a.svelte", &fault)]);
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|f| f.contains(":2:")), "{found:?}");
        assert!(marked_unfinished(&[Source::new("a.rs", &format!("const NONE: &str = \"{mark}\";\n"))]).is_empty());
    }

    #[test]
    fn a_dependency_without_a_line_and_a_line_without_a_dependency_are_found() {
        let manifest = "[workspace.dependencies]\ninterdict-model = { path = \"x\" }\ncsv = \"1\"\nzip = \"9\"\n[profile.dev]\nlto = 1\n";
        let page = "# A\n\n## Dependencies\n| crate | why |\n|---|---|\n| `csv` | tables |\n| `nom` | gone |\n\n## Next\n| `zip` | elsewhere |\n";
        let found = unexplained(manifest, page);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("`zip`") && found[1].contains("`nom`"), "{found:?}");
    }
}
