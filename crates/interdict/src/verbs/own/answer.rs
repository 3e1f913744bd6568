//! What `interdict own` says, for people and for programs.

use crate::holdings::{Holdings, Lists};
use crate::output;
use interdict_compare::regime::Regime;
use interdict_own::{Aggregate, Graph, Judged, Path, Row, Step, Test, Verdict};
use jiff::civil::Date;
use miette::IntoDiagnostic;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::rc::Rc;

/// Shares multiplied along every way, by number: at the least and at the most, 0 to 1.
pub type Multiplied = Rc<Vec<(f64, f64)>>;

/// What a test says of all.
pub enum Under<'g> {
    /// It was asked.
    Judged(&'static Test, Box<Judged<'g>>, Multiplied),
    /// There was no such test on that day.
    NoTest(&'static Test),
    /// No list of its authority is loaded, so nobody knows whom it lists.
    NoList(&'static Test),
}

impl<'g> Under<'g> {
    /// By the lists of the test's own authority. That most of the listed hold nothing which anybody states is no fault.
    pub fn lists(test: &'static Test, lists: &Lists, programme: Option<&Regime>, graph: &'g Graph, day: Date) -> Self {
        let Some(ids) = lists.listed(test, programme, day) else { return Self::NoList(test) };
        let listed = graph.ids(ids).0;
        Self::of(test, graph, &listed, Rc::new(graph.multiplied(&listed)))
    }

    /// By these numbers of the graph.
    pub fn of(test: &'static Test, graph: &'g Graph, listed: &[u32], multiplied: Multiplied) -> Self {
        graph.judge(test, listed).map_or(Self::NoTest(test), |judged| Self::Judged(test, Box::new(judged), multiplied))
    }

    fn judged(&self) -> Option<(&'static Test, &Judged<'g>, &Multiplied)> {
        if let Self::Judged(test, judged, multiplied) = self { Some((test, judged, multiplied)) } else { None }
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
}

impl Answer<'_> {
    /// Of one entity.
    pub fn one(&self, entity: &str, json: bool) -> miette::Result<()> {
        let judged = self.under.iter().filter_map(Under::judged);
        let rows: Vec<(&Test, &Judged<'_>, Row, &Multiplied)> =
            judged.filter_map(|(test, judged, all)| Some((test, judged, judged.of(entity)?, all))).collect();
        if json {
            return self.json(rows.into_iter().map(|(_, _, row, all)| (row, all)));
        }
        let name = self.holdings.label(entity);
        let id = if name == entity { String::new() } else { format!(" ({entity})") };
        let mut out = format!("{name}{id} on {}\n", self.day);
        for (test, judged, row, multiplied) in &rows {
            let version = judged.version();
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
            let (low, high) = self.shares_multiplied(entity, multiplied);
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
        let judged = || self.under.iter().filter_map(Under::judged);
        let rows = || judged().flat_map(|(_, judged, all)| judged.rows().map(move |row| (row, all)));
        // Who brings stakes asks about those whom they name; who brings none, about the lists.
        let asked = &self.holdings.named_by_files;
        let rows = || rows().filter(|(row, _)| asked.is_empty() || asked.contains(&row.entity));
        if let Some(file) = file {
            self.csv(file, rows().map(|(row, _)| row))?;
        }
        if json {
            return self.json(rows());
        }
        if file.is_none() {
            let mut table = output::table(&["Entity", "Test", "Result", "Held", "Through"]);
            for (row, _) in rows().filter(|(r, _)| r.verdict != Verdict::NotOwned && !r.listed) {
                let through = row.paths.iter().map(|p| self.way(p, false)).collect::<Vec<_>>().join("\n");
                let entity = self.holdings.label(&row.entity).to_string();
                table.add_row([entity, row.test.clone(), words(&row), row.share.to_string(), through]);
            }
            output::text(&format!("{table}\n"))?;
        }
        let count = if asked.is_empty() { self.graph.len() as usize } else { asked.len() };
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
        for (test, _, _) in judged() {
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
        if asked.is_empty() {
            self.holdings.of_lists.iter().for_each(|note| eprintln!("{note}"));
        }
        Ok(())
    }

    /// Tests that say nothing or not all, and why.
    fn silent(&self) -> String {
        let lines = self.under.iter().filter_map(|under| match under {
            Under::Judged(test, ..) if self.in_part.contains(&test.id.as_str()) => Some(format!(
                "{}: only a part of the lists of {} is loaded, so others may be listed and own it.",
                test.name, test.authority
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

    fn json<'m>(&self, rows: impl Iterator<Item = (Row, &'m Multiplied)>) -> miette::Result<()> {
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
        let names: BTreeMap<&str, &str> =
            ids.iter().map(|id| (id.as_str(), self.holdings.label(id))).filter(|(id, name)| id != name).collect();
        let of = |wanted: fn(&Under<'_>) -> Option<&'static Test>| -> Vec<&str> {
            self.under.iter().filter_map(wanted).map(|t| t.id.as_str()).collect()
        };
        let none = of(|u| if let Under::NoTest(test) = u { Some(test) } else { None });
        let no_list = of(|u| if let Under::NoList(test) = u { Some(test) } else { None });
        output::json(&json!({
            "as_of": self.day.to_string(), "rows": rows, "names": names, "no_such_test": none, "no_list": no_list, "in_part": self.in_part,
            "problems": self.problems, "of_lists": self.holdings.of_lists, "looked_at": self.looked_at,
        }))
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
