//! Law as the program understands it: files of measures, checked and joined. Made by [`crate::check`], read by everything else.

use crate::codes::{CodeSet, Heading};
use crate::condition::Condition;
use crate::time::{Boundary, Validity};
use crate::verdict::{Confidence, Effect, ExitKind, MeasureKind};
use crate::vocabulary::Each;
use interdict_model::{Authority, Country};

/// All measures of all authorities.
#[derive(Debug, Default)]
pub struct Law {
    pub(crate) hash: String,
    pub(crate) authorities: Vec<Authority>,
    /// The zone in which each authority's days begin, in the order of `authorities`.
    pub(crate) zones: Vec<jiff::tz::TimeZone>,
    pub(crate) instruments: Vec<Instrument>,
    pub(crate) countries: Vec<CountrySet>,
    pub(crate) sets: Vec<CodeSet>,
    pub(crate) headings: Vec<Heading>,
    pub(crate) nexuses: Vec<Nexus>,
    pub(crate) measures: Vec<Measure>,
    pub(crate) exits: Vec<Exit>,
    pub(crate) gaps: Vec<Gap>,
}

/// A legal act.
#[derive(Debug)]
pub struct Instrument {
    /// `eu/765-2006`.
    pub id: String,
    /// Who issued it.
    pub authority: Authority,
    /// Its title.
    pub title: String,
    /// The zone in which its days begin.
    pub zone: String,
    /// Where its text stands.
    pub url: Option<String>,
    /// The acts that made and changed it, in the order of the file.
    pub versions: Vec<Version>,
}

/// An act that made or changed an instrument.
#[derive(Debug)]
pub struct Version {
    /// Its short name.
    pub by: String,
    /// Its title.
    pub title: String,
    /// The day from which anyone could read it.
    pub published: Option<jiff::civil::Date>,
    /// When it came into force.
    pub in_force: Boundary,
    /// How sure these dates are.
    pub confidence: Confidence,
    /// Who says so.
    pub source: String,
}

#[derive(Debug)]
pub(crate) struct CountrySet {
    pub id: String,
    /// As a proof names one of them: "a Member State of the Union".
    pub title: String,
    pub members: Vec<(Country, Validity)>,
}

#[derive(Debug)]
pub(crate) struct Nexus {
    pub id: String,
    pub title: String,
    /// Which authority, by its place in [`Law::authorities`].
    pub authority: usize,
    pub links: Vec<Link>,
}

#[derive(Debug)]
pub(crate) struct Link {
    pub id: String,
    pub title: String,
    pub when: Vec<Condition>,
    pub confidence: Confidence,
    pub source: String,
}

#[derive(Debug)]
pub(crate) struct Measure {
    /// `eu/765-2006/1i`.
    pub id: String,
    pub authority: usize,
    pub instrument: usize,
    pub title: String,
    pub kind: MeasureKind,
    pub forbids: String,
    pub effect: Effect,
    pub validity: Validity,
    pub nexus: Option<usize>,
    pub each: Each,
    pub when: Vec<Condition>,
    pub article: String,
    pub url: Option<String>,
    pub confidence: Confidence,
    pub source: String,
    pub checked: Option<jiff::civil::Date>,
    pub checked_by: Option<String>,
    /// Its ways out, by their places in [`Law::exits`].
    pub exits: Vec<usize>,
}

#[derive(Debug)]
pub(crate) struct Exit {
    /// `eu/765-2006/1i/1i(2)`, or `us/eo-14038/gl-4` where it stands outside a measure.
    pub id: String,
    pub title: String,
    pub kind: ExitKind,
    pub validity: Validity,
    pub when: Vec<Condition>,
    pub except: Vec<Condition>,
    pub duties: Vec<String>,
    pub article: String,
    pub confidence: Confidence,
    pub source: String,
}

#[derive(Debug)]
pub(crate) struct Gap {
    pub text: String,
    pub beside: Vec<usize>,
    pub validity: Validity,
}

impl Law {
    /// The law that ships with the program: every file under `law/`.
    pub fn shipped() -> &'static Self {
        crate::shipped::law()
    }

    /// The hash (BLAKE3, hexadecimal) of all files that it was made from. Two laws with one hash decide alike.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Whose law is here.
    pub fn authorities(&self) -> &[Authority] {
        &self.authorities
    }

    /// The legal acts.
    pub fn instruments(&self) -> &[Instrument] {
        &self.instruments
    }

    /// The full ids of all measures, in the order in which they are judged.
    pub fn measures(&self) -> impl Iterator<Item = &str> {
        self.measures.iter().map(|m| m.id.as_str())
    }

    /// How many exits there are.
    pub fn exits(&self) -> usize {
        self.exits.len()
    }

    pub(crate) fn authority(&self, at: usize) -> &str {
        self.authorities.get(at).map_or("", Authority::as_str)
    }
}
