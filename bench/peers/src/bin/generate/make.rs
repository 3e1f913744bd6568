//! An entity made from a real one: other names of the same kind, script and number, born at another time.

use crate::BLOCK;
use crate::names::{recombined, variant};
use crate::pool::Pool;
use crate::random::Random;
use std::fmt::Write;

/// The columns of the own-list format that are filled.
pub const HEADER: &str = "source,list,id,schema,name,aliases,birth_date,nationality\n";

/// Most names an entity has.
const MOST_NAMES: usize = 4;

/// Writes the row of an entity. It has as many names as the real one that it is made from, at most four.
pub fn entity(pool: &Pool, random: &mut Random, row: u64, out: &mut String) {
    let Some(base) = random.one(pool.bases()) else { return };
    let Some(first) = base.names.first() else { return };
    let primary = recombined(pool, first, base.kind, random);
    // Writing to a `String` cannot fail.
    let _ = write!(out, "generated/{:03},Generated,{row},{},", row / BLOCK, base.schema);
    words(out, &primary);
    out.push(',');
    for (n, name) in base.names.iter().skip(1).take(MOST_NAMES - 1).enumerate() {
        if n > 0 {
            out.push(';');
        }
        // A name in another script cannot be made by changing letters: it is drawn anew in that script.
        let alias = if name.script == first.script {
            variant(pool, &primary, first.script, base.kind, random)
        } else {
            recombined(pool, name, base.kind, random)
        };
        words(out, &alias);
    }
    out.push(',');
    if let Some((year, day)) = base.birth {
        birth(out, year, day, random);
    }
    let _ = writeln!(out, ",{}", base.country.as_ref().map_or("", |c| c.code()));
}

/// Words of the pool hold no comma, quote or semicolon, so nothing has to be quoted.
fn words(out: &mut String, words: &[String]) {
    for (n, word) in words.iter().enumerate() {
        if n > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
}

/// A date of birth up to twelve years from the real one, as precise as it.
fn birth(out: &mut String, year: i16, day: bool, random: &mut Random) {
    let year = year - 12 + random.below(25) as i16;
    let _ = if day {
        // To the 28th, which every month has.
        write!(out, "{year:04}-{:02}-{:02}", 1 + random.below(12), 1 + random.below(28))
    } else {
        write!(out, "{year:04}")
    };
}
