//! Which entities of different sources are one party: identifiers first, then names with dates.
//!
//! Pairs are looked for only where two entities share a key (a number, a whole name, a birth day with a part of a name), and each pair is
//! judged by rules that a person can read in its [`Tie`]. Why rules and not the screening score: a wrong match costs a
//! look, a wrong tie moves a date; so a tie needs an identifier, or a name *and* something beside it, and a
//! contradiction between birth dates or countries forbids it.
//!
//! Within one source two records stay two parties: the authority has told them apart.

use crate::overrule::Rulings;
use interdict_model::{Country, DateSpan, Entity, IdKind, Kind, NameKind, Property};
use interdict_names::{Form, NameHint, Packed, Role, analyse, similarity};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use serde::Serialize;
use std::hash::{Hash, Hasher};

/// What a tie rests on, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// A person said so in the file of rulings.
    Ruling,
    /// One number that belongs to one party in the world, or the other list's own reference.
    Identifier,
    /// The number of a register, with no contradiction in country and with a part of the name in common.
    RegisterNumber,
    /// The name and the day of birth.
    NameAndDay,
    /// The name and a birth date that is known in part.
    NameAndDate,
    /// The name and a country or programme in common.
    NameAndCountry,
    /// A long and rare name alone.
    Name,
}

/// Why two entities are taken for one party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tie {
    /// One, as `source/id`.
    pub a: String,
    /// The other.
    pub b: String,
    /// What it rests on.
    pub ground: Ground,
    /// The evidence in words.
    pub because: String,
}

/// Entities that are one party.
#[derive(Clone, Debug, Serialize)]
pub struct Party {
    /// Where the entities stand in the slice that was resolved, ascending.
    pub members: Vec<usize>,
    /// Why they are one.
    pub ties: Vec<Tie>,
}

/// A block with more entities than this is too common to say anything.
const MAX_BLOCK: usize = 60;

/// The key by which files and people name an entity: `source/id`.
pub fn key(entity: &Entity) -> String {
    format!("{}/{}", entity.source, entity.id)
}

/// What is looked at of one entity, prepared once.
struct Facts {
    /// Each name as its parts, legal forms, titles and initials left out; weak aliases tie nothing and are not here.
    names: Vec<Vec<Part>>,
    births: Vec<DateSpan>,
    countries: FxHashSet<Country>,
    regimes: FxHashSet<Country>,
    kind: Kind,
}

/// A part of a name: how it sounds, for finding, and its form, for judging.
#[derive(PartialEq)]
struct Part {
    sound: String,
    form: Form,
    /// The same in one string, for being compared with.
    packed: String,
    /// A word that many organisations bear: bank, trading, holding.
    generic: bool,
}

impl Facts {
    fn of(entity: &Entity) -> Self {
        let kind = entity.schema.kind();
        let hint = match kind {
            Kind::Person => NameHint::Person,
            Kind::Organization => NameHint::Organisation,
            _ => NameHint::Unknown,
        };
        let mut names: Vec<Vec<Part>> = Vec::new();
        for name in entity.names.iter().filter(|n| n.kind != NameKind::WeakAlias) {
            // Lists print several spellings of one name in one field: "A (B)", "A / B".
            for spelling in spellings(&name.text) {
                let parts = parts(spelling, hint);
                if !parts.is_empty() && !names.contains(&parts) {
                    names.push(parts);
                }
            }
        }
        let countries = entity.territories.iter().filter_map(|t| t.country);
        let countries = countries.chain(entity.addresses.iter().filter_map(|a| a.country));
        let regimes = entity.listings.iter().flat_map(|l| &l.programmes).filter_map(|p| regime(p));
        Self {
            names,
            births: entity.dates_of(Property::BirthDate).cloned().collect(),
            countries: countries.collect(),
            regimes: regimes.collect(),
            kind,
        }
    }
}

/// "A (B) C" is A C and B; "A / B" is A and B.
fn spellings(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for piece in text.split(" / ") {
        match piece.split_once('(').and_then(|(a, rest)| rest.split_once(')').map(|(b, c)| (a, b, c))) {
            Some((a, b, c)) if c.trim().is_empty() => out.extend([a, b]),
            _ => out.push(piece),
        }
    }
    out
}

/// The country that a programme is about, where its tag or title names one.
fn regime(programme: &str) -> Option<Country> {
    let words: Vec<&str> = programme.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 2).collect();
    words.iter().rev().find_map(|w| Country::parse(w))
}

fn parts(text: &str, hint: NameHint) -> Vec<Part> {
    let tokens = analyse(text, hint).tokens.into_iter().filter(|t| t.role.is_core());
    let mut parts: Vec<Part> = tokens
        .map(|t| {
            let sound = t.form.keys.first().cloned().unwrap_or_else(|| t.form.folded().to_string());
            Part { sound, packed: t.form.pack(), form: t.form, generic: t.role == Role::Generic }
        })
        .collect();
    parts.sort_by(|a, b| a.sound.cmp(&b.sound));
    parts.dedup();
    parts
}

/// Resolves entities of all sources into parties; entities with which nothing else goes are parties of one.
///
/// The order of the parties is that of their first member. The same input gives the same output.
pub fn resolve(entities: &[Entity], rulings: &Rulings) -> Vec<Party> {
    let facts: Vec<Facts> = entities.par_iter().map(Facts::of).collect();
    let mut pairs: FxHashSet<(u32, u32)> = FxHashSet::default();
    for block in blocks(entities, &facts) {
        for (n, a) in block.iter().enumerate() {
            for b in &block[n + 1..] {
                if entities[*a as usize].source != entities[*b as usize].source {
                    pairs.insert((*a.min(b), *a.max(b)));
                }
            }
        }
    }
    let by_key: FxHashMap<String, u32> = entities.iter().enumerate().map(|(n, e)| (key(e), n as u32)).collect();
    for (a, b, ruling) in rulings.iter() {
        if let (true, Some(a), Some(b)) = (ruling.same, by_key.get(a), by_key.get(b)) {
            pairs.insert((*a.min(b), *a.max(b)));
        }
    }
    let judged = |(a, b): (u32, u32)| {
        let (ea, eb) = (&entities[a as usize], &entities[b as usize]);
        let (ground, because) = judge(ea, eb, &facts[a as usize], &facts[b as usize], rulings)?;
        Some((a, b, Tie { a: key(ea), b: key(eb), ground, because }))
    };
    let pairs: Vec<(u32, u32)> = pairs.into_iter().collect();
    let mut ties: Vec<(u32, u32, Tie)> = pairs.into_par_iter().filter_map(judged).collect();
    ties.sort_by_key(|(a, b, tie)| (tie.ground, *a, *b));
    join(entities, ties, rulings)
}

/// Joins entities by their ties, the strongest first. A tie that would put two records of one source into one party is not followed: the
/// authority has told them apart.
fn join(entities: &[Entity], ties: Vec<(u32, u32, Tie)>, rulings: &Rulings) -> Vec<Party> {
    let mut home: Vec<u32> = (0..entities.len() as u32).collect();
    let mut members: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    let mut kept: Vec<(u32, Tie)> = Vec::new();
    for (a, b, tie) in ties {
        let (ha, hb) = (home[a as usize], home[b as usize]);
        if ha == hb {
            kept.push((a, tie));
            continue;
        }
        let of = |h: u32| members.get(&h).cloned().unwrap_or_else(|| vec![h]);
        let (ma, mb) = (of(ha), of(hb));
        let clash = ma.iter().any(|x| {
            mb.iter().any(|y| {
                let (x, y) = (&entities[*x as usize], &entities[*y as usize]);
                x.source == y.source || rulings.of(&key(x), &key(y)).is_some_and(|r| !r.same)
            })
        });
        if clash && tie.ground != Ground::Ruling {
            continue;
        }
        for m in &mb {
            home[*m as usize] = ha;
        }
        members.remove(&hb);
        members.insert(ha, [ma, mb].concat());
        kept.push((a, tie));
    }
    let mut ties_of: FxHashMap<u32, Vec<Tie>> = FxHashMap::default();
    for (a, tie) in kept {
        ties_of.entry(home[a as usize]).or_default().push(tie);
    }
    let mut parties: Vec<Party> = Vec::new();
    for n in 0..entities.len() as u32 {
        if home[n as usize] == n {
            let mut all: Vec<usize> =
                members.get(&n).map_or_else(|| vec![n as usize], |m| m.iter().map(|m| *m as usize).collect());
            all.sort_unstable();
            parties.push(Party { members: all, ties: ties_of.remove(&n).unwrap_or_default() });
        }
    }
    parties.sort_by_key(|p| p.members.first().copied());
    parties
}

/// Sets of entities that share a key. Keys are hashes: two that fall together make a block larger, and judging sorts that out.
fn blocks(entities: &[Entity], facts: &[Facts]) -> Vec<Vec<u32>> {
    let of = |(n, (e, f)): (usize, (&Entity, &Facts))| keys(e, f).into_iter().map(move |k| (k, n as u32));
    let mut all: Vec<(u64, u32)> = entities.par_iter().zip(facts).enumerate().flat_map_iter(of).collect();
    all.par_sort_unstable();
    all.dedup();
    let blocks = all.chunk_by(|a, b| a.0 == b.0).filter(|b| (2..=MAX_BLOCK).contains(&b.len()));
    blocks.map(|b| b.iter().map(|(_, n)| *n).collect()).collect()
}

/// The keys under which an entity is looked for.
fn keys(e: &Entity, f: &Facts) -> Vec<u64> {
    let hash = |tag: char, a: &str, b: &str| {
        let mut hasher = FxHasher::default();
        (tag, a, b).hash(&mut hasher);
        hasher.finish()
    };
    let ids = e.identifiers.iter().map(interdict_model::Identifier::key).filter(|v| v.chars().count() >= 5);
    let mut keys: Vec<u64> = ids.map(|v| hash('i', &v, "")).collect();
    // Other lists refer to an entity by its own list's id (UN, OFSI).
    let own: String = e.id.to_uppercase().chars().filter(|c| c.is_alphanumeric()).collect();
    keys.push(hash('i', &own, ""));
    // People and bodies are looked for apart; of what is neither for sure, among both.
    let tags: &[char] = match f.kind {
        Kind::Person => &['p'],
        Kind::Unknown => &['p', 'o'],
        _ => &['o'],
    };
    for name in &f.names {
        let sounds: Vec<&str> = name.iter().map(|p| p.sound.as_str()).collect();
        keys.push(hash('n', &sounds.join(" "), ""));
        // Two parts of a name: "given family" is in "given patronymic family".
        let telling: Vec<&str> = name.iter().filter(|p| !p.generic).map(|p| p.sound.as_str()).take(8).collect();
        for (n, a) in telling.iter().enumerate() {
            for tag in tags {
                keys.extend(telling[n + 1..].iter().map(|b| hash(*tag, a, b)));
            }
        }
        for day in f.births.iter().filter_map(|b| b.from.full().filter(|_| b.from == b.to)) {
            keys.extend(sounds.iter().map(|part| hash('d', &day.to_string(), part)));
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn judge(a: &Entity, b: &Entity, fa: &Facts, fb: &Facts, rulings: &Rulings) -> Option<(Ground, String)> {
    if let Some(ruling) = rulings.of(&key(a), &key(b)) {
        return ruling.same.then(|| (Ground::Ruling, format!("ruled to be the same: {}", ruling.reason)));
    }
    if !a.schema.may_be(b.schema) {
        return None;
    }
    if let Some(because) = shared_global(a, b) {
        return Some((Ground::Identifier, because));
    }
    let common = best_name(fa, fb);
    let shared = common.as_ref().map_or(0, |c| c.shared);
    if let Some(because) = shared_register(a, b, fa, fb, shared) {
        return Some((Ground::RegisterNumber, because));
    }
    let common = common?;
    let country = fa.countries.intersection(&fb.countries).next().or(fa.regimes.intersection(&fb.regimes).next());
    let apart = !fa.countries.is_empty() && !fb.countries.is_empty() && fa.countries.is_disjoint(&fb.countries);
    match (fa.kind, fb.kind) {
        (Kind::Person, Kind::Person) => judge_persons(&common, fa, fb, country.copied()),
        // A ship or aircraft is told by its numbers, and a wallet by its address: names of craft repeat.
        (Kind::Vessel | Kind::Aircraft | Kind::Wallet, _) => None,
        _ if apart => None,
        _ => {
            let letters: usize = common.parts.iter().map(|p| p.len()).sum();
            // "Agat Control Systems Holding" is in "Agat Control System Managing Company of ... Holding"; "Oil Company" is in too many.
            let within = common.inner && common.telling >= 2 && letters >= 9;
            match country {
                Some(c) if (common.whole && letters >= 4) || within => {
                    Some((Ground::NameAndCountry, format!("the name ({}) and the country {c}", common.words())))
                }
                None if common.whole && common.shared >= 3 && letters >= 9 => {
                    Some((Ground::Name, format!("the name ({})", common.words())))
                }
                _ => None,
            }
        }
    }
}

fn judge_persons(common: &Common, fa: &Facts, fb: &Facts, country: Option<Country>) -> Option<(Ground, String)> {
    let name = common.words();
    let day = |b: &DateSpan| b.from.full().filter(|_| b.from == b.to && !b.circa);
    let same_day = fa.births.iter().filter_map(day).find(|d| fb.births.iter().filter_map(day).any(|e| e == *d));
    if let Some(day) = same_day {
        return (common.shared >= 2)
            .then(|| (Ground::NameAndDay, format!("the name ({name}) and the day of birth {day}")));
    }
    let both = !fa.births.is_empty() && !fb.births.is_empty();
    if both {
        let meet = fa.births.iter().find_map(|x| fb.births.iter().find(|y| x.overlaps(y)).map(|y| (x, y)));
        let Some((x, y)) = meet else {
            // A list that knows only the year is often a year off; then the whole name with its patronymic must carry it.
            let (x, y) = a_year_off(fa, fb).filter(|_| common.whole && common.shared >= 3)?;
            let because = |c| {
                format!("the whole name ({name}) and the country or programme {c}, though born {x} here, {y} there")
            };
            return country.map(|c| (Ground::NameAndCountry, because(c)));
        };
        // Two different full days never overlap; what is left is partial.
        let enough = common.shared >= 2 && common.inner;
        return enough
            .then(|| (Ground::NameAndDate, format!("the name ({name}) and birth dates that agree ({x}; {y})")));
    }
    match country {
        Some(c) if common.shared >= 2 && common.inner => {
            Some((Ground::NameAndCountry, format!("the name ({name}) and the country or programme {c}")))
        }
        _ if common.shared >= 3 && common.whole => Some((Ground::Name, format!("the whole name ({name})"))),
        _ => None,
    }
}

/// Two birth dates of which one is a bare year, next to the year of the other.
fn a_year_off<'f>(a: &'f Facts, b: &'f Facts) -> Option<(&'f DateSpan, &'f DateSpan)> {
    let bare = |s: &DateSpan| s.from == s.to && s.from.month().is_none();
    let near = |x: &DateSpan, y: &DateSpan| {
        (bare(x) || bare(y)) && x.from == x.to && y.from == y.to && (x.from.year() - y.from.year()).abs() == 1
    };
    a.births.iter().find_map(|x| b.births.iter().find(|y| near(x, y)).map(|y| (x, y)))
}

/// What two entities' names have in common, at best.
struct Common {
    parts: Vec<String>,
    shared: usize,
    /// Of those, parts that not every second organisation bears.
    telling: usize,
    /// All parts of the shorter name are in the longer one.
    inner: bool,
    /// The two names have the same parts.
    whole: bool,
}

impl Common {
    fn words(&self) -> String {
        self.parts.join(", ")
    }
}

/// Parts less alike than this are two parts.
const ALIKE: f32 = 0.75;

fn best_name(a: &Facts, b: &Facts) -> Option<Common> {
    let mut best: Option<Common> = None;
    for x in &a.names {
        for y in &b.names {
            let mut free: Vec<&Part> = y.iter().collect();
            let mut parts = Vec::new();
            let mut telling = 0;
            for part in x {
                let likeness =
                    |p: &Part| similarity(&part.form, Packed::new(p.packed.as_bytes())).map_or(0.0, |(s, _)| s);
                let hit = free.iter().enumerate().map(|(n, p)| (likeness(p), n)).max_by(|p, q| p.0.total_cmp(&q.0));
                if let Some((_, n)) = hit.filter(|(s, _)| *s >= ALIKE) {
                    let other = free.swap_remove(n);
                    telling += usize::from(!part.generic && !other.generic);
                    let (one, two) = (part.form.folded(), other.form.folded());
                    parts.push(if one == two { one.to_string() } else { format!("{one} = {two}") });
                }
            }
            let shared = parts.len();
            if shared == 0 {
                continue;
            }
            let (inner, whole) = (shared == x.len().min(y.len()), shared == x.len() && shared == y.len());
            let common = Common { parts, shared, telling, inner, whole };
            let rank = |c: &Common| (c.shared.min(2), c.whole, c.inner, c.shared);
            if best.as_ref().is_none_or(|b| rank(b) < rank(&common)) {
                best = Some(common);
            }
        }
    }
    best
}

fn shared_global(a: &Entity, b: &Entity) -> Option<String> {
    for x in a.identifiers.iter().filter(|i| i.kind.is_global() && i.kind != IdKind::ListReference) {
        let value = x.key();
        if value.len() >= 5 && b.identifiers.iter().any(|y| y.kind == x.kind && y.key() == value) {
            return Some(format!("{} {}", label(x.kind), x.value));
        }
    }
    let tail = |e: &Entity| e.identifiers.iter().find(|i| i.kind == IdKind::Tail).map(|i| i.key());
    if a.schema.kind() == Kind::Aircraft
        && let (Some(x), Some(y)) = (tail(a), tail(b))
        && x == y
    {
        return Some(format!("registration mark {x}"));
    }
    // One names the other's entry: the UN reference in a UK record, the OFSI group id.
    let refers = |from: &Entity, to: &Entity| {
        let of_list = matches!(to.source.as_str(), "un" | "uk-ofsi");
        let mut references = from.identifiers.iter().filter(|i| i.kind == IdKind::ListReference);
        of_list && references.any(|i| i.value.trim().eq_ignore_ascii_case(&to.id))
    };
    if refers(a, b) {
        return Some(format!("{} refers to {}", key(a), key(b)));
    }
    if refers(b, a) {
        return Some(format!("{} refers to {}", key(b), key(a)));
    }
    // Two lists that refer to the same entry of a third (the UN's).
    let reference = |e: &Entity| -> Vec<String> {
        let un = e.identifiers.iter().filter(|i| i.kind == IdKind::ListReference && is_un(&i.value));
        un.map(|i| i.value.trim().to_uppercase()).collect()
    };
    let (x, y) = (reference(a), reference(b));
    x.iter().find(|r| y.contains(r)).map(|r| format!("both refer to the UN's entry {r}"))
}

/// `QDi.001`, `CDe.012`: two or three letters, `i` or `e` or `v`, a point, digits.
fn is_un(reference: &str) -> bool {
    let Some((head, digits)) = reference.trim().split_once('.') else { return false };
    (2..=4).contains(&head.len())
        && head.bytes().all(|b| b.is_ascii_alphabetic())
        && !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit())
}

fn label(kind: IdKind) -> String {
    match kind {
        IdKind::Imo => "IMO number".into(),
        IdKind::Msn => "manufacturer's serial number".into(),
        IdKind::Lei => "LEI".into(),
        IdKind::Inn => "INN".into(),
        IdKind::Ogrn => "OGRN".into(),
        IdKind::CryptoAddress => "address on a block chain".into(),
        other => other.property().to_string(),
    }
}

/// Numbers of registers: lists call the same number a registration number here and a tax number there.
fn shared_register(a: &Entity, b: &Entity, fa: &Facts, fb: &Facts, shared_parts: usize) -> Option<String> {
    let register = |k: IdKind| {
        matches!(
            k,
            IdKind::RegistrationNumber
                | IdKind::TaxNumber
                | IdKind::NationalId
                | IdKind::Passport
                | IdKind::Inn
                | IdKind::Ogrn
                | IdKind::Okpo
                | IdKind::Kpp
                | IdKind::Other
        )
    };
    if fa.kind == Kind::Vessel || fa.kind == Kind::Aircraft {
        return None;
    }
    for x in a.identifiers.iter().filter(|i| register(i.kind)) {
        let value = x.key();
        if value.chars().filter(char::is_ascii_digit).count() < 5 {
            continue;
        }
        for y in b.identifiers.iter().filter(|i| register(i.kind) && i.key() == value) {
            let countries = match (x.country, y.country) {
                (Some(x), Some(y)) => x == y,
                _ => fa.countries.is_empty() || fb.countries.is_empty() || !fa.countries.is_disjoint(&fb.countries),
            };
            if countries && (shared_parts > 0 || (x.kind == y.kind && value.len() >= 9)) {
                let label = x.label.clone().unwrap_or_else(|| label(x.kind));
                return Some(format!("{label} {}", x.value));
            }
        }
    }
    None
}
