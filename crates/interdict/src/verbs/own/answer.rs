//! What `interdict own` says, for people and for programs.

use crate::holdings::{Holdings, Lists};
use crate::output;
use interdict_compare::regime::Regime;
use interdict_own::flags::{Facts, Flag, flags};
use interdict_own::picture::{Label, svg};
use interdict_own::{Aggregate, Graph, Judged, Path, Row, Stake, Step, Test, Verdict};
use jiff::civil::Date;
use miette::IntoDiagnostic;
use rustc_hash::FxHashMap;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::rc::Rc;

/// Shares multiplied along every way, by number: at the least and at the most, 0 to 1.
pub type Multiplied = Rc<Vec<(f64, f64)>>;

/// What a test says of all.
pub enum Under<'g> {
    /// It was asked.
    Judged(Box<Asked<'g>>),
    /// There was no such test on that day.
    NoTest(&'static Test),
    /// No list of its authority is loaded, so nobody knows whom it lists.
    NoList(&'static Test),
}

/// A test that was asked.
pub struct Asked<'g> {
    /// The test.
    pub test: &'static Test,
    /// Its answers.
    pub judged: Judged<'g>,
    /// Shares of those whom it takes as listed, multiplied.
    pub multiplied: Multiplied,
    /// Whom it takes as listed, since when as far as that is known.
    pub listed: Listed,
}

/// The ids of listed parties, each with the first day of its listing where that is known.
pub type Listed = FxHashMap<String, Option<Date>>;

impl<'g> Under<'g> {
    /// By the lists of the test's own authority. That most of the listed hold nothing which anybody states is no fault.
    pub fn lists(test: &'static Test, lists: &Lists, programme: Option<&Regime>, graph: &'g Graph, day: Date) -> Self {
        let Some(ids) = lists.listed(test, programme, day) else { return Self::NoList(test) };
        let numbers = graph.ids(ids.keys().copied()).0;
        let listed = ids.into_iter().map(|(id, since)| (id.to_string(), since)).collect();
        Self::of(test, graph, &numbers, listed, Rc::new(graph.multiplied(&numbers)))
    }

    /// By these numbers of the graph.
    pub fn of(test: &'static Test, graph: &'g Graph, numbers: &[u32], listed: Listed, multiplied: Multiplied) -> Self {
        let Some(judged) = graph.judge(test, numbers) else { return Self::NoTest(test) };
        Self::Judged(Box::new(Asked { test, judged, multiplied, listed }))
    }

    fn asked(&self) -> Option<&Asked<'g>> {
        if let Self::Judged(asked) = self { Some(asked) } else { None }
    }
}

/// The answers of all tests.
pub struct Answer<'g> {
    /// The stakes.
    pub graph: &'g Graph,
    /// Their names.
    pub holdings: &'g Holdings,
    /// The day.
    pub day: Date,
    /// What each test says.
    pub under: Vec<Under<'g>>,
    /// Tests of whose authority only a part of the lists is loaded.
    pub in_part: Vec<&'static str>,
    /// What is wrong, and what does not count.
    pub problems: Vec<String>,
    /// What of the lists was looked at, where they were.
    pub caption: Option<String>,
    /// The same for programs.
    pub looked_at: Option<Value>,
    /// All stakes, of all days, where flags are wanted.
    pub stakes: Option<Vec<Stake>>,
}

impl Answer<'_> {
    /// Of one entity.
    pub fn one(&self, entity: &str, json: bool) -> miette::Result<()> {
        let rows: Vec<(&Asked<'_>, Row)> = self
            .under
            .iter()
            .filter_map(Under::asked)
            .filter_map(|asked| Some((asked, asked.judged.of(entity)?)))
            .collect();
        if json {
            let flags = self.flags(|id| id == entity);
            return self.json(rows.into_iter().map(|(asked, row)| (row, &asked.multiplied)), &flags);
        }
        let name = self.holdings.label(entity);
        let id = if name == entity { String::new() } else { format!(" ({entity})") };
        let mut out = format!("{name}{id} on {}\n", self.day);
        for (asked, row) in &rows {
            let (test, version) = (asked.test, asked.judged.version());
            let adds = match version.aggregate {
                Aggregate::Yes => "shares of several listed parties add up",
                Aggregate::No => "shares of several listed parties do not add up",
                Aggregate::Guidance => "shares of several listed parties add up by guidance, not by law",
                Aggregate::Unclear => "whether shares of several listed parties add up is unclear",
            };
            let control = if version.control { "control is enough" } else { "control alone is not enough" };
            let verdict = words(row);
            let _ = writeln!(out, "\n{}: {verdict}\n  rule: {}; {adds}; {control}", test.name, version.rule());
            let _ = write!(out, "  held: {}", row.share);
            let (low, high) = self.shares_multiplied(entity, &asked.multiplied);
            if row.paths.iter().any(|path| path.len() > 1) {
                let _ = match low == high {
                    true => write!(out, "; multiplied along every way {low} %, by which no test judges"),
                    false => write!(out, "; multiplied along every way {low} to {high} %, by which no test judges"),
                };
            }
            out.push('\n');
            for path in &row.paths {
                let _ = writeln!(out, "    {}", self.way(path, true));
            }
            for stake in &row.missing {
                let _ = writeln!(out, "  ask: {}", self.question(stake));
            }
            if row.unverified {
                let _ = writeln!(out, "  unverified: {}", version.source);
            } else {
                let _ = writeln!(out, "  source: {}", version.source);
            }
        }
        for (tests, flag) in self.flags(|id| id == entity) {
            let _ = writeln!(out, "\n{}", self.flag(&tests, &flag));
        }
        let silent = self.silent();
        if !silent.is_empty() {
            let _ = write!(out, "\n{silent}\n");
        }
        if let Some(caption) = &self.caption {
            let _ = writeln!(out, "{}{caption}", if silent.is_empty() { "\n" } else { "" });
        }
        output::text(&out)?;
        self.said();
        Ok(())
    }

    /// Of all.
    pub fn all(&self, file: Option<&std::path::Path>, json: bool) -> miette::Result<()> {
        let judged = || self.under.iter().filter_map(Under::asked);
        let rows = || judged().flat_map(|asked| asked.judged.rows().map(move |row| (row, &asked.multiplied)));
        // Who brings stakes asks about those whom they name; who brings none, about the lists.
        let named = &self.holdings.named_by_files;
        let rows = || rows().filter(|(row, _)| named.is_empty() || named.contains(&row.entity));
        let flags = self.flags(|id| named.is_empty() || named.contains(id));
        if let Some(file) = file {
            self.csv(file, rows().map(|(row, _)| row))?;
        }
        if json {
            return self.json(rows(), &flags);
        }
        if file.is_none() {
            let mut table = output::table(&["Entity", "Test", "Result", "Held", "Through"]);
            for (row, _) in rows().filter(|(r, _)| r.verdict != Verdict::NotOwned && !r.listed) {
                let through = row.paths.iter().map(|p| self.way(p, false)).collect::<Vec<_>>().join("\n");
                let entity = self.holdings.label(&row.entity).to_string();
                table.add_row([entity, row.test.clone(), words(&row), row.share.to_string(), through]);
            }
            let flagged: Vec<String> = flags.iter().map(|(tests, flag)| self.flag(tests, flag)).collect();
            let flagged = if flagged.is_empty() { String::new() } else { format!("\n{}\n", flagged.join("\n")) };
            output::text(&format!("{table}\n{flagged}"))?;
        }
        let count = if named.is_empty() { self.graph.len() as usize } else { named.len() };
        let mut counts: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        for (row, _) in rows().filter(|(r, _)| !r.listed) {
            let (owned, open) = counts.entry(row.test).or_default();
            match row.verdict {
                Verdict::Owned => *owned += 1,
                Verdict::Undetermined => *open += 1,
                Verdict::NotOwned => {}
            }
        }
        let mut said = format!("{count} entities on {}. Owned and not listed, undetermined:", self.day);
        for Asked { test, .. } in judged() {
            let (owned, open) = counts.get(&test.id).copied().unwrap_or_default();
            let _ = write!(said, " {} {owned}, {open};", test.id);
        }
        said = format!("{}.", said.trim_end_matches(';'));
        let silent = self.silent();
        if !silent.is_empty() {
            let _ = write!(said, "\n{silent}");
        }
        if let Some(caption) = &self.caption {
            let _ = write!(said, "\n{caption}");
        }
        eprintln!("{said}");
        self.said();
        if named.is_empty() {
            self.holdings.of_lists.iter().for_each(|note| eprintln!("{note}"));
        }
        Ok(())
    }

    /// Tests that say nothing or not all, and why.
    fn silent(&self) -> String {
        let lines = self.under.iter().filter_map(|under| match under {
            Under::Judged(asked) if self.in_part.contains(&asked.test.id.as_str()) => Some(format!(
                "{}: only a part of the lists of {} is loaded, so others may be listed and own it.",
                asked.test.name, asked.test.authority
            )),
            Under::Judged(..) => None,
            Under::NoTest(test) => Some(format!("{}: no such test on {}.", test.name, self.day)),
            Under::NoList(test) => Some(format!("{}: no list of {} is loaded.", test.name, test.authority)),
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    fn csv(&self, file: &std::path::Path, rows: impl Iterator<Item = Row>) -> miette::Result<()> {
        let mut out = csv::Writer::from_path(file).into_diagnostic()?;
        let header = [
            "entity",
            "name",
            "test",
            "result",
            "low",
            "high",
            "listed",
            "by_control",
            "by_guidance",
            "unverified",
            "paths",
        ];
        out.write_record(header).into_diagnostic()?;
        for row in rows {
            let name = self.holdings.label(&row.entity).to_string();
            let paths = row.paths.iter().map(|p| self.way(p, true)).collect::<Vec<_>>().join("; ");
            let (low, high) = (row.share.low.to_string(), row.share.high.to_string());
            let flags = [row.listed, row.by_control, row.by_guidance, row.unverified].map(|flag| flag.to_string());
            let cells =
                [vec![row.entity, name, row.test, result(row.verdict).into(), low, high], flags.to_vec(), vec![paths]];
            out.write_record(cells.concat()).into_diagnostic()?;
        }
        out.flush().into_diagnostic()
    }

    fn json<'m>(
        &self,
        rows: impl Iterator<Item = (Row, &'m Multiplied)>,
        flags: &[(Vec<&str>, Flag)],
    ) -> miette::Result<()> {
        let mut ids: BTreeSet<String> = BTreeSet::new();
        let mut row = |(row, multiplied): (Row, &Multiplied)| -> miette::Result<Value> {
            let (low, high) = self.shares_multiplied(&row.entity, multiplied);
            ids.insert(row.entity.clone());
            let steps = row.paths.iter().flatten().chain(&row.missing);
            ids.extend(steps.flat_map(|s| [s.owner.clone(), s.owned.clone()]));
            let mut value = serde_json::to_value(row).into_diagnostic()?;
            if let Some(object) = value.as_object_mut() {
                object.insert("multiplied_low".into(), json!(low));
                object.insert("multiplied_high".into(), json!(high));
            }
            Ok(value)
        };
        let rows: Vec<Value> = rows.map(&mut row).collect::<miette::Result<_>>()?;
        let flags: Vec<Value> = flags
            .iter()
            .map(|(tests, flag)| {
                let mut value = serde_json::to_value(flag).into_diagnostic()?;
                if let Some(object) = value.as_object_mut() {
                    object.insert("tests".into(), json!(tests));
                }
                Ok(value)
            })
            .collect::<miette::Result<_>>()?;
        let names: BTreeMap<&str, &str> =
            ids.iter().map(|id| (id.as_str(), self.holdings.label(id))).filter(|(id, name)| id != name).collect();
        let of = |wanted: fn(&Under<'_>) -> Option<&'static Test>| -> Vec<&str> {
            self.under.iter().filter_map(wanted).map(|t| t.id.as_str()).collect()
        };
        let none = of(|u| if let Under::NoTest(test) = u { Some(test) } else { None });
        let no_list = of(|u| if let Under::NoList(test) = u { Some(test) } else { None });
        output::json(&json!({
            "as_of": self.day.to_string(), "rows": rows, "names": names, "flags": flags, "no_such_test": none, "no_list": no_list, "in_part": self.in_part,
            "problems": self.problems, "of_lists": self.holdings.of_lists, "looked_at": self.looked_at,
        }))
    }

    /// Flags under all tests that were asked, where the user wants them; each once, with the tests under which it stands.
    fn flags(&self, wanted: impl Fn(&str) -> bool) -> Vec<(Vec<&'static str>, Flag)> {
        let mut out: Vec<(Vec<&'static str>, Flag)> = Vec::new();
        let Some(stakes) = &self.stakes else { return out };
        for Asked { test, judged, listed, .. } in self.under.iter().filter_map(Under::asked) {
            let Holdings { parties, directions, .. } = self.holdings;
            for flag in flags(&Facts { stakes, parties, directions, listed }, judged) {
                match out.iter_mut().find(|(_, known)| *known == flag) {
                    Some((tests, _)) => tests.push(&test.id),
                    None if wanted(&flag.entity) => out.push((vec![&test.id], flag)),
                    None => {}
                }
            }
        }
        out
    }

    fn flag(&self, tests: &[&str], flag: &Flag) -> String {
        let rate = flag.base_rate;
        let percent = 100.0 * rate.of as f64 / rate.among.max(1) as f64;
        format!(
            "look at {}: {} ({}): {}; of all {} of which it can be told, {} show it anyway ({percent:.1} %)",
            self.holdings.label(&flag.entity),
            flag.rule.words(),
            tests.join(", "),
            flag.inputs.join("; "),
            rate.among,
            rate.of
        )
    }

    /// The ways of all tests that were asked, drawn.
    pub fn picture(&self, entity: &str) -> String {
        let asked: Vec<&Asked<'_>> = self.under.iter().filter_map(Under::asked).collect();
        let stakes: Vec<Step> = asked.iter().flat_map(|asked| asked.judged.behind(entity)).collect();
        let label = |id: &str| {
            let by: Vec<&str> =
                asked.iter().filter(|a| a.listed.contains_key(id)).map(|a| a.test.authority.as_str()).collect();
            let owned = asked.iter().filter(|a| a.judged.of(id).is_some_and(|r| r.verdict == Verdict::Owned));
            let owned: Vec<&str> = owned.map(|a| a.test.id.as_str()).collect();
            let note = match (by.is_empty(), owned.is_empty()) {
                (false, _) => format!("listed by {}", by.join(", ")),
                (true, false) => format!("owned under {}", owned.join(", ")),
                (true, true) => String::new(),
            };
            Label { name: self.holdings.label(id).to_string(), note, listed: !by.is_empty() }
        };
        let title = format!("Who stands behind {} on {}", self.holdings.label(entity), self.day);
        svg(entity, &stakes, &title, label)
    }

    /// In percent.
    fn shares_multiplied(&self, entity: &str, multiplied: &Multiplied) -> (f64, f64) {
        let held = self.graph.number(entity).and_then(|n| multiplied.get(n as usize));
        let percent = |share: f64| (share * 1e12).round() / 1e10;
        held.map_or((0.0, 0.0), |(low, high)| (percent(*low), percent(*high)))
    }

    /// `X -50 %-> A -50 %-> B`, and who says so; where its end stands beside it, without.
    fn way(&self, path: &Path, to_the_end: bool) -> String {
        let mut out = path.first().map_or("", |s| self.holdings.label(&s.owner)).to_string();
        for (at, step) in path.iter().enumerate() {
            let end = at + 1 == path.len() && !to_the_end;
            let owned = if end { "" } else { self.holdings.label(&step.owned) };
            let _ = write!(out, " -{}-> {owned}", step.held());
        }
        let mut sources: Vec<&str> = path.iter().map(|s| s.source.as_str()).filter(|s| !s.is_empty()).collect();
        sources.dedup();
        if sources.is_empty() { out } else { format!("{}  [{}]", out.trim_end(), sources.join("; ")) }
    }

    fn question(&self, stake: &Step) -> String {
        let (owner, owned) = (self.holdings.label(&stake.owner), self.holdings.label(&stake.owned));
        if stake.source.starts_with(crate::holdings::MAY_BE) {
            return format!("is {owned} the listed party {owner}? ({})", stake.source);
        }
        format!("what does {owner} hold of {owned} ({})?", stake.share)
    }

    /// Problems, where people see them.
    fn said(&self) {
        self.problems.iter().for_each(|p| eprintln!("{p}"));
    }
}

fn result(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Owned => "owned",
        Verdict::NotOwned => "not_owned",
        Verdict::Undetermined => "undetermined",
    }
}

fn words(row: &Row) -> String {
    let verdict = match row.verdict {
        Verdict::Owned if row.by_control => "owned, by control",
        Verdict::Owned if row.by_guidance => "owned, by guidance",
        Verdict::Owned => "owned",
        Verdict::NotOwned => "not owned",
        Verdict::Undetermined => "undetermined",
    };
    if row.listed { format!("{verdict} (and listed itself)") } else { verdict.to_string() }
}
