//! `interdict explain decision.json`: makes a decision again from what it names, and shows its proof.

use crate::Common;
use crate::exit::Exit;
use crate::lookup::Lookup;
use crate::output;
use crate::screening::Screening;
use crate::verbs::decide::words;
use crate::verbs::law::Files;
use interdict_law::{Act, Clock, Decision, Law, When};
use miette::{Context, IntoDiagnostic, miette};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Make decisions again from the facts, the law and the time that they name, and show their proof
///
/// A decision is what `interdict decide --json` or `--out` wrote: one, or many. What comes out is held against what is there, byte for byte. Ends
/// with code 3 where the law that it names is another than that of this program.
#[derive(clap::Args)]
pub struct Explain {
    /// The file
    #[arg(value_name = "DECISION")]
    file: PathBuf,
    /// Only the decision on the act with this id
    #[arg(long = "act", value_name = "ID")]
    only: Option<String>,
    #[command(flatten)]
    files: Files,
}

impl Explain {
    /// Runs the verb.
    pub fn run(self, common: &Common) -> miette::Result<Exit> {
        let name = self.file.display().to_string();
        let text =
            std::fs::read_to_string(&self.file).into_diagnostic().wrap_err_with(|| format!("{name} cannot be read"))?;
        let mut written = decisions(&text).wrap_err_with(|| format!("{name} holds no decision"))?;
        if let Some(id) = &self.only {
            written.retain(|d| d.get("id").and_then(Value::as_str) == Some(id));
        }
        if written.is_empty() {
            let wanted = self.only.as_deref().map(|id| format!(" on an act {id:?}")).unwrap_or_default();
            return Err(miette!(
                help = "it is what `interdict decide --out FILE.json` writes",
                "{name} holds no decision{wanted}"
            ));
        }
        let law = self.files.law()?;
        let lookup = Lookup::new(Screening::open(common)?)?;
        let mut told = Vec::new();
        let mut exit = Exit::Done;
        for value in &written {
            let again = again(law, value)?;
            let same =
                serde_json::to_string(&again).into_diagnostic()? == serde_json::to_string(value).into_diagnostic()?;
            if !same {
                exit = Exit::Found;
            }
            let lists = if again.lists == lookup.lists() { self.lists_agree(&lookup, &again.act)? } else { None };
            told.push((again, same, lists));
        }
        if common.json {
            let rows = told
                .iter()
                .map(|(d, same, lists)| json!({"id": d.id, "same": same, "lists_agree": lists, "decision": d}));
            output::json(&rows.collect::<Vec<_>>())?;
            return Ok(exit);
        }
        let mut out = String::new();
        for (decision, same, lists) in &told {
            out.push_str(&words::proof(decision));
            out.push_str(match same {
                true => "\nMade again from its facts, law and time: the same, byte for byte.\n",
                false => "\nMade again from its facts, law and time: NOT the same. The file was changed, or another version of the program wrote it.\n",
            });
            out.push_str(match lists {
                Some(true) => "The lists that it names are loaded, and say of its parties what it says.\n\n",
                Some(false) => "The lists that it names are loaded, and say something ELSE of its parties.\n\n",
                None => "What the lists said of its parties was taken from it: the lists that it names are not the ones loaded.\n\n",
            });
        }
        output::text(&out)?;
        Ok(exit)
    }

    /// Do the lists say of the parties what the decision says that they said?
    fn lists_agree(&self, lookup: &Lookup, act: &Act) -> miette::Result<Option<bool>> {
        let mut bare = act.clone();
        bare.parties.iter_mut().for_each(|p| p.screened = Default::default());
        bare.craft.iter_mut().for_each(|c| c.screened = Default::default());
        let mut acts = [bare];
        lookup.fill(&mut acts)?;
        let [filled] = acts;
        let parties = filled.parties.iter().zip(&act.parties).all(|(a, b)| a.screened == b.screened);
        let craft = filled.craft.iter().zip(&act.craft).all(|(a, b)| a.screened == b.screened);
        Ok(Some(parties && craft))
    }
}

/// One decision, an array of them, lines, or the whole answer of `decide --json`.
fn decisions(text: &str) -> miette::Result<Vec<Value>> {
    let mut out = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        match value.into_diagnostic()? {
            Value::Array(list) => out.extend(list),
            Value::Object(fields) => match fields.get("decisions") {
                Some(Value::Array(list)) => out.extend(list.iter().cloned()),
                _ => out.push(Value::Object(fields)),
            },
            _ => {}
        }
    }
    out.retain(|d| d.get("act").is_some() && d.get("law").is_some());
    Ok(out)
}

/// The same decision, made by this program.
fn again(law: &Law, value: &Value) -> miette::Result<Decision> {
    let text = |field: &str| value.get(field).and_then(Value::as_str);
    let id = text("id").unwrap_or("?");
    let hash = text("law").unwrap_or_default();
    if hash != law.hash() {
        let help = "run the version of interdict that made it, or name the folder of that law with --law";
        return Err(miette!(help = help, "the decision on {id:?} was made by law {hash}; this is law {}", law.hash()));
    }
    let act: Act = serde_json::from_value(value.get("act").cloned().unwrap_or_default()).into_diagnostic()?;
    let as_of = text("as_of").map(When::parse).transpose().into_diagnostic()?;
    let known_at = text("known_at").map(str::parse).transpose().into_diagnostic()?;
    let mut decision = law.decide(&act, &Clock { as_of, known_at }).into_diagnostic()?;
    decision.lists = text("lists").unwrap_or_default().to_string();
    Ok(decision)
}
