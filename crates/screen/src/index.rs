//! The index over listed parties: a vocabulary of token forms, who bears them, and the facts that evidence is made of.
//!
//! An index is one run of bytes that is read where it lies: in memory when it was just built, in a mapped snapshot when it was opened, so that
//! opening costs nothing and all processes share it. [`View`] is its columns. An index never changes once built.

use crate::brief::Brief;
use crate::columns::{Blobs, Reader, U32s, Writer};
use crate::groups::{Grouped, NameGroups, NameGroupsStamp};
use crate::lookup::Lookup;
use crate::rarity;
use crate::variants::Variants;
use interdict_model::{Country, DateSpan, Entity, Identifier, Kind, NameKind, Property};
use interdict_names::{Packed, Role};
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::ops::Range;
use std::sync::Arc;

/// Changes whenever what is stored, or how names are analysed, changes: an index of another version is built anew.
pub(crate) const VERSION: u32 = 4;

/// An index that cannot be built or opened.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// Another version wrote it, or the bytes are no index.
    #[error("no screening index of version {VERSION}; build it again from the lists")]
    Version,
    /// Its columns do not fit together.
    #[error("screening index of {0} bytes is damaged; build it again from the lists")]
    Damaged(usize),
    /// A column would pass 4 GB, or an ordinal 4 billion.
    #[error("too much for one screening index: {0}; split the lists")]
    Full(&'static str),
    /// A party cannot be written.
    #[error("a party cannot be written into the screening index: {0}")]
    Write(#[from] postcard::Error),
}

/// What evidence needs of an entity beside its names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Party {
    pub source: String,
    pub id: String,
    pub name: String,
    pub kind: Kind,
    pub births: Vec<DateSpan>,
    pub countries: Vec<Country>,
    pub gender: Option<Gender>,
    pub identifiers: Vec<Identifier>,
}

/// A gender, as far as lists name one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    /// Male.
    Male,
    /// Female.
    Female,
}

impl Gender {
    /// Reads `male`, `F`, `Weiblich`, ...; `None` for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_lowercase().as_str() {
            "male" | "m" | "man" | "männlich" | "masculine" | "homme" | "мужской" => Some(Self::Male),
            "female" | "f" | "woman" | "weiblich" | "feminine" | "femme" | "женский" => Some(Self::Female),
            _ => None,
        }
    }
}

/// A token of a listed name.
#[derive(Clone, Copy)]
pub(crate) struct Listed<'a> {
    /// Its form in the vocabulary; in a comparison without an index, its place.
    pub id: u32,
    pub form: Packed<'a>,
    /// Its spelling as it stands in the name.
    written: &'a [u8],
    pub role: Role,
    pub weight: f32,
}

impl<'a> Listed<'a> {
    pub(crate) fn new(id: u32, form: Packed<'a>, role: Role, weight: f32) -> Self {
        Self { id, form, written: interdict_names::written(role, form.spellings()).unwrap_or_default(), role, weight }
    }

    /// Its spelling as it stands in the name; plain ASCII.
    pub(crate) fn written(&self) -> &'a [u8] {
        self.written
    }
}

/// An index over entities, each known by its ordinal in the slice that it was built from.
#[derive(Clone)]
pub struct Index {
    bytes: Arc<dyn AsRef<[u8]> + Send + Sync>,
    pub(crate) pool: Arc<crate::search::Pool>,
}

/// Columns of an index.
#[derive(Clone, Copy, Default)]
pub(crate) struct View<'a> {
    forms: Blobs<'a>,
    rarity: U32s<'a>,
    least: U32s<'a>,
    alone: U32s<'a>,
    posting_starts: U32s<'a>,
    postings: U32s<'a>,
    posting_briefs: U32s<'a>,
    name_party: U32s<'a>,
    name_kinds: &'a [u8],
    name_tokens: U32s<'a>,
    name_texts: Blobs<'a>,
    token_forms: U32s<'a>,
    token_roles: &'a [u8],
    party_names: U32s<'a>,
    parties: Blobs<'a>,
    addresses: Blobs<'a>,
    identifier_hashes: U32s<'a>,
    identifier_parties: U32s<'a>,
    pub variants: Variants<'a>,
    pub grouped: Grouped<'a>,
    pub lookup: Lookup<'a>,
    /// Names by their marks as one word.
    pub wholes: Lookup<'a>,
}

impl Index {
    /// Builds the index. Entities without a name or identifier are in it, but nothing finds them.
    pub fn build<E: Borrow<Entity> + Sync>(entities: &[E]) -> Result<Self, IndexError> {
        Self::build_with(entities, &NameGroups::default())
    }

    /// The same, with the user's own name groups.
    pub fn build_with<E: Borrow<Entity> + Sync>(entities: &[E], groups: &NameGroups) -> Result<Self, IndexError> {
        let mut builder = crate::build::Builder::default();
        builder.add(entities)?;
        builder.finish_with(groups)
    }

    /// The index in its bytes. Those of another version and damaged ones are an error, never a smaller index.
    pub fn open(bytes: Arc<dyn AsRef<[u8]> + Send + Sync>) -> Result<Self, IndexError> {
        let index = Self { bytes, pool: Arc::default() };
        let length = index.bytes().len();
        if Reader(index.bytes()).u32s().and_then(|v| v.get(0)) != Some(VERSION) {
            return Err(IndexError::Version);
        }
        let view = View::read(index.bytes()).ok_or(IndexError::Damaged(length))?;
        if view.fits() { Ok(index) } else { Err(IndexError::Damaged(length)) }
    }

    /// The index as bytes, for a section of a snapshot.
    pub fn bytes(&self) -> &[u8] {
        (*self.bytes).as_ref()
    }

    pub(crate) fn view(&self) -> View<'_> {
        View::read(self.bytes()).unwrap_or_default()
    }

    /// Number of entities.
    pub fn len(&self) -> usize {
        self.view().parties.len()
    }

    /// Is there no entity in it?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of names, of all kinds; a name that can be read in several ways counts once for each.
    pub fn names(&self) -> usize {
        self.view().name_party.len()
    }

    /// The name groups that it was built with.
    pub fn name_groups(&self) -> NameGroupsStamp {
        self.view().grouped.stamp()
    }

    /// Number of distinct token forms.
    pub fn vocabulary(&self) -> usize {
        self.view().forms.len()
    }

    /// Every listed name with the ordinal of its entity.
    pub fn listed_names(&self) -> impl Iterator<Item = (u32, &str)> {
        let view = self.view();
        view.name_party.iter().enumerate().map(move |(at, party)| (party, view.name_texts.text(at)))
    }
}

/// What the builder gathered, to be written in the order in which [`View::read`] reads.
pub(crate) struct Gathered {
    pub forms: crate::columns::Texts,
    pub bearers: Vec<u32>,
    pub name_party: Vec<u32>,
    pub name_kinds: Vec<u8>,
    pub name_tokens: Vec<u32>,
    pub name_texts: crate::columns::Texts,
    pub token_forms: Vec<u32>,
    pub token_roles: Vec<u8>,
    pub party_names: Vec<u32>,
    pub wholes: Vec<Vec<u8>>,
    pub parties: crate::columns::Texts,
    pub briefs: Vec<Brief>,
    pub addresses: crate::columns::Texts,
    pub identifiers: Vec<(u32, u32)>,
    pub variants: Vec<(u32, u32, u16)>,
    pub groups: NameGroupsStamp,
    /// Words beside each form; empty where there are no name groups.
    pub grouped: crate::columns::Texts,
}

impl Gathered {
    pub(crate) fn write(mut self) -> Vec<u8> {
        let mut out = Writer::default();
        out.u32s([VERSION].into_iter());
        out.blobs(&self.forms);
        let parties = self.parties.len();
        let rarity = |form: usize| {
            let bearers = self.bearers.get(form).copied().unwrap_or(0);
            rarity::listed(Packed::new(self.forms.get(form)), bearers, parties).to_bits()
        };
        let rarity: Vec<u32> = (0..self.forms.len()).map(rarity).collect();
        out.u32s(rarity.iter().copied());
        out.u32s(self.least(&rarity, |_| 1.0).into_iter());
        out.u32s(self.least(&rarity, rarity::spare).into_iter());
        let (starts, postings) = self.postings();
        out.u32s(starts.into_iter());
        out.u32s(postings.iter().copied());
        let brief = |name: &u32| {
            let party = self.name_party.get(*name as usize).copied().unwrap_or(0);
            self.briefs.get(party as usize).map_or(0, |brief| brief.0)
        };
        out.u32s(postings.iter().map(brief));
        out.u32s(self.name_party.iter().copied());
        out.bytes(&self.name_kinds);
        out.u32s(self.name_tokens.iter().copied());
        out.blobs(&self.name_texts);
        out.u32s(self.token_forms.iter().copied());
        out.bytes(&self.token_roles);
        out.u32s(self.party_names.iter().copied());
        out.blobs(&self.parties);
        out.blobs(&self.addresses);
        self.identifiers.sort_unstable();
        self.identifiers.dedup();
        out.u32s(self.identifiers.iter().map(|(hash, _)| *hash));
        out.u32s(self.identifiers.iter().map(|(_, party)| *party));
        crate::variants::write(&mut out, self.forms.len(), &self.variants);
        crate::groups::write(&mut out, self.groups, &self.grouped);
        let (forms, grouped) = (&self.forms, &self.grouped);
        crate::lookup::write(&mut out, forms.len(), |form, leave| {
            crate::lookup::marks_of(Packed::new(forms.get(form)), leave);
            crate::groups::words_of(grouped, form).for_each(|word| leave(crate::lookup::grouped_mark(word)));
        });
        let wholes = &self.wholes;
        crate::lookup::write(&mut out, wholes.len(), |name, leave| {
            crate::lookup::whole_marks(wholes.get(name).map_or(&[], Vec::as_slice), leave)
        });
        out.done()
    }

    /// What each form weighs in the name in which it weighs least, in a role that counts so much.
    fn least(&self, rarity: &[u32], counts: impl Fn(Role) -> f32) -> Vec<u32> {
        let mut least = vec![f32::MAX; self.forms.len()];
        for (form, role) in self.token_forms.iter().zip(&self.token_roles) {
            let of = *form as usize;
            if let (Some(least), Some(rarity)) = (least.get_mut(of), rarity.get(of)) {
                let role = role_of(*role);
                *least = least.min(counts(role) * rarity::weight(role, f32::from_bits(*rarity)));
            }
        }
        least.into_iter().map(f32::to_bits).collect()
    }

    /// Names by form: where the names of each begin, and the names.
    fn postings(&self) -> (Vec<u32>, Vec<u32>) {
        let mut starts = crate::columns::starts(self.forms.len(), self.token_forms.iter().copied());
        let mut places: Vec<u32> = starts.clone();
        let mut postings = vec![0u32; self.token_forms.len()];
        for name in 0..self.name_party.len() {
            let tokens =
                self.name_tokens.get(name).copied().unwrap_or(0)..self.name_tokens.get(name + 1).copied().unwrap_or(0);
            for form in self.token_forms.get(tokens.start as usize..tokens.end as usize).unwrap_or_default() {
                if let Some(place) = places.get_mut(*form as usize)
                    && let Some(slot) = postings.get_mut(*place as usize)
                {
                    *slot = name as u32;
                    *place += 1;
                }
            }
        }
        // A name that has a form twice stands twice in its postings, side by side: keep one.
        let mut kept: Vec<u32> = Vec::with_capacity(postings.len());
        let mut from = 0usize;
        for form in 0..self.forms.len() {
            let to = starts.get(form + 1).copied().unwrap_or(0) as usize;
            let begin = kept.len();
            for name in postings.get(from..to).unwrap_or_default() {
                if kept.len() == begin || kept.last() != Some(name) {
                    kept.push(*name);
                }
            }
            if let Some(start) = starts.get_mut(form) {
                *start = begin as u32;
            }
            from = to;
        }
        if let Some(last) = starts.last_mut() {
            *last = kept.len() as u32;
        }
        (starts, kept)
    }
}

impl<'a> View<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        reader.u32s()?;
        let view = Self {
            forms: reader.blobs()?,
            rarity: reader.u32s()?,
            least: reader.u32s()?,
            alone: reader.u32s()?,
            posting_starts: reader.u32s()?,
            postings: reader.u32s()?,
            posting_briefs: reader.u32s()?,
            name_party: reader.u32s()?,
            name_kinds: reader.bytes()?,
            name_tokens: reader.u32s()?,
            name_texts: reader.blobs()?,
            token_forms: reader.u32s()?,
            token_roles: reader.bytes()?,
            party_names: reader.u32s()?,
            parties: reader.blobs()?,
            addresses: reader.blobs()?,
            identifier_hashes: reader.u32s()?,
            identifier_parties: reader.u32s()?,
            variants: Variants::read(&mut reader)?,
            grouped: Grouped::read(&mut reader)?,
            lookup: Lookup::read(&mut reader)?,
            wholes: Lookup::read(&mut reader)?,
        };
        reader.0.is_empty().then_some(view)
    }

    /// Do the columns have the lengths that they must have beside each other?
    fn fits(&self) -> bool {
        let (forms, names, parties) = (self.forms.len(), self.name_party.len(), self.parties.len());
        self.rarity.len() == forms
            && self.least.len() == forms
            && self.alone.len() == forms
            && self.posting_starts.len() == forms + 1
            && self.name_kinds.len() == names
            && self.name_tokens.len() == names + 1
            && self.name_texts.len() == names
            && self.token_forms.len() == self.token_roles.len()
            && self.party_names.len() == parties + 1
            && self.posting_briefs.len() == self.postings.len()
            && self.addresses.len() == parties
            && self.identifier_hashes.len() == self.identifier_parties.len()
            && self.grouped.fits(forms)
    }

    pub(crate) fn len(&self) -> usize {
        self.parties.len()
    }

    /// Number of distinct token forms.
    pub(crate) fn forms(&self) -> usize {
        self.forms.len()
    }

    pub(crate) fn names(&self) -> usize {
        self.name_party.len()
    }

    pub(crate) fn form(&self, id: u32) -> Packed<'a> {
        Packed::new(self.forms.get(id as usize))
    }

    pub(crate) fn rarity(&self, form: u32) -> f32 {
        self.rarity.get(form as usize).map_or(rarity::MOST, f32::from_bits)
    }

    /// What a form weighs where it weighs least.
    pub(crate) fn least(&self, form: u32) -> f32 {
        self.least.get(form as usize).map_or(0.0, f32::from_bits)
    }

    /// What a form says where it stands alone and says least.
    pub(crate) fn alone(&self, form: u32) -> f32 {
        self.alone.get(form as usize).map_or(0.0, f32::from_bits)
    }

    pub(crate) fn names_with(&self, form: u32) -> U32s<'a> {
        self.postings.slice(self.posting_starts.range(form as usize))
    }

    /// The names with a form, each with what its party's record says in brief.
    pub(crate) fn postings(&self, form: u32) -> impl Iterator<Item = (u32, Brief)> + 'a {
        let range = self.posting_starts.range(form as usize);
        self.postings.slice(range.clone()).iter().zip(self.posting_briefs.slice(range).iter().map(Brief))
    }

    pub(crate) fn party_of(&self, name: u32) -> Option<u32> {
        self.name_party.get(name as usize)
    }

    pub(crate) fn names_of(&self, party: u32) -> Range<u32> {
        let range = self.party_names.range(party as usize);
        range.start as u32..range.end as u32
    }

    pub(crate) fn name_kind(&self, name: u32) -> NameKind {
        self.name_kinds.get(name as usize).map_or(NameKind::Primary, |k| kind_of(*k))
    }

    pub(crate) fn name_text(&self, name: u32) -> &'a str {
        self.name_texts.text(name as usize)
    }

    /// The forms of a name's tokens, without more about them.
    pub(crate) fn forms_of(&self, name: u32) -> U32s<'a> {
        self.token_forms.slice(self.name_tokens.range(name as usize))
    }

    /// The tokens of a name.
    pub(crate) fn tokens(&self, name: u32, out: &mut Vec<Listed<'a>>) {
        out.clear();
        for at in self.name_tokens.range(name as usize) {
            let (Some(id), Some(role)) = (self.token_forms.get(at), self.token_roles.get(at)) else { continue };
            let role = role_of(*role);
            out.push(Listed::new(id, self.form(id), role, rarity::weight(role, self.rarity(id))));
        }
    }

    pub(crate) fn party(&self, ordinal: u32) -> Option<Party> {
        postcard::from_bytes(self.parties.get(ordinal as usize)).ok()
    }

    pub(crate) fn addresses(&self, ordinal: u32) -> Vec<String> {
        postcard::from_bytes(self.addresses.get(ordinal as usize)).unwrap_or_default()
    }

    /// Parties that may have an identifier of this key: its hash agrees.
    pub(crate) fn identified(&self, key: &str) -> impl Iterator<Item = u32> + use<'a> {
        let hash = identifier_hash(key);
        let (hashes, parties) = (self.identifier_hashes, self.identifier_parties);
        let (mut from, mut to) = (0, hashes.len());
        while from < to {
            let middle = from + (to - from) / 2;
            match hashes.get(middle) {
                Some(found) if found < hash => from = middle + 1,
                _ => to = middle,
            }
        }
        (from..hashes.len()).take_while(move |at| hashes.get(*at) == Some(hash)).filter_map(move |at| parties.get(at))
    }
}

pub(crate) fn identifier_hash(key: &str) -> u32 {
    use std::hash::Hasher;
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(key.as_bytes());
    (hasher.finish() >> 32) as u32
}

const KINDS: [NameKind; 5] =
    [NameKind::Primary, NameKind::Alias, NameKind::WeakAlias, NameKind::Former, NameKind::OtherScript];

pub(crate) fn kind_number(kind: NameKind) -> u8 {
    KINDS.iter().position(|k| *k == kind).unwrap_or(0) as u8
}

fn kind_of(number: u8) -> NameKind {
    KINDS.get(number as usize).copied().unwrap_or(NameKind::Primary)
}

const ROLES: [Role; 10] = [
    Role::Plain,
    Role::Given,
    Role::Family,
    Role::Patronymic,
    Role::Particle,
    Role::Honorific,
    Role::LegalForm,
    Role::Initial,
    Role::Number,
    Role::Generic,
];

pub(crate) fn role_number(role: Role) -> u8 {
    ROLES.iter().position(|r| *r == role).unwrap_or(0) as u8
}

fn role_of(number: u8) -> Role {
    ROLES.get(number as usize).copied().unwrap_or(Role::Plain)
}

impl Party {
    pub(crate) fn of(entity: &Entity) -> Self {
        let mut countries: Vec<Country> = Vec::new();
        let territories = entity.territories.iter().filter_map(|t| t.country);
        for country in territories.chain(entity.addresses.iter().filter_map(|a| a.country)) {
            if !countries.contains(&country) {
                countries.push(country);
            }
        }
        Self {
            source: entity.source.clone(),
            id: entity.id.clone(),
            name: entity.name().to_string(),
            kind: entity.schema.kind(),
            births: entity.dates_of(Property::BirthDate).cloned().collect(),
            countries,
            gender: entity.facts_of(Property::Gender).find_map(Gender::parse),
            identifiers: entity.identifiers.clone(),
        }
    }
}
