//! A book of customers: people of no list under the commonest names of their countries, and a few who are listed.

use crate::names::misspelt;
use crate::pool::Pool;
use crate::random::Random;
use miette::{IntoDiagnostic, Result, WrapErr, miette};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// The columns.
pub const HEADER: &str = "id,name,birth_date,country\n";

/// How many in 1,000 are listed people under disturbed names.
const LISTED: usize = 2;

/// The commonest names of countries.
pub struct Book(Vec<Country>);

#[derive(Default)]
struct Country {
    code: String,
    given: Vec<String>,
    family: Vec<String>,
}

impl Book {
    /// Reads `common-forenames-by-country.csv` and `common-surnames-by-country.csv`; countries that have both are kept.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut countries: BTreeMap<String, Country> = BTreeMap::new();
        let files: [(&str, fn(&mut Country) -> &mut Vec<String>); 2] = [
            ("common-forenames-by-country.csv", |c| &mut c.given),
            ("common-surnames-by-country.csv", |c| &mut c.family),
        ];
        for (file, list) in files {
            let path = folder.join(file);
            let of = || path.display().to_string();
            let mut reader = csv::Reader::from_path(&path).into_diagnostic().wrap_err_with(of)?;
            let headers = reader.headers().into_diagnostic()?.clone();
            let column = |name: &str| {
                let place = headers.iter().position(|h| h.trim_start_matches('\u{FEFF}') == name);
                place.ok_or_else(|| miette!("{}: no column {name}", of()))
            };
            let (code, name) = (column("Country")?, column("Romanized Name")?);
            for record in reader.records() {
                let record = record.into_diagnostic().wrap_err_with(of)?;
                let (code, name) = (record.get(code).unwrap_or(""), record.get(name).unwrap_or("").trim());
                if code.len() == 2 && !name.is_empty() && !name.contains([',', '"', ';']) {
                    let country = countries.entry(code.to_string()).or_default();
                    country.code = code.to_string();
                    list(country).push(name.to_string());
                }
            }
        }
        let both: Vec<Country> =
            countries.into_values().filter(|c| !c.given.is_empty() && !c.family.is_empty()).collect();
        if both.is_empty() {
            return Err(miette!("{}: no country has both given and family names", folder.display()));
        }
        Ok(Self(both))
    }
}

/// Writes the row of a customer. A listed one has `listed-` before the number, so that hits can be told from alarms.
pub fn party(book: &Book, pool: &Pool, random: &mut Random, row: u64, out: &mut String) {
    let listed = random.per_mille(LISTED).then(|| random.below(pool.people())).and_then(|n| pool.person(n));
    if let Some((base, name)) = listed.and_then(|base| Some((base, base.names.first()?))) {
        let mut words = name.words.clone();
        misspelt(&mut words, random);
        let _ = write!(out, "listed-{row},{},", words.join(" "));
        // A year that stands alone is kept; a day is not told by the pool.
        if let Some((year, _)) = base.birth {
            let _ = write!(out, "{year:04}");
        }
        let _ = writeln!(out, ",{}", base.country.as_ref().map_or("", |c| c.code()));
        return;
    }
    let Some(country) = random.one(&book.0) else { return };
    let (Some(given), Some(family)) = (random.one(&country.given), random.one(&country.family)) else { return };
    // One in five has a second given name.
    let second = if random.per_mille(200) { random.one(&country.given) } else { None };
    let _ = write!(out, "{row},{given} ");
    if let Some(second) = second.filter(|s| *s != given) {
        let _ = write!(out, "{second} ");
    }
    let (year, month, day) = (1940 + random.below(65), 1 + random.below(12), 1 + random.below(28));
    let _ = writeln!(out, "{family},{year}-{month:02}-{day:02},{}", country.code);
}
