//! The index over listed parties: a vocabulary of token forms, who bears them, and the facts that evidence is made of.
//!
//! What is stored is what analysis made of the names; tables for look-up ([`crate::lookup`]) are made again from it when an index is
//! opened. An index never changes once built.

use crate::lookup::Lookup;
use crate::weights;
use interdict_model::{Country, DateSpan, Entity, Identifier, Kind, NameKind, Property};
use interdict_names::{Analysed, Form, NameHint, Role, analyse};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;

/// Changes whenever what is stored, or how names are analysed, changes: an index of another version is built anew.
const VERSION: u32 = 1;

/// An index that cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The bytes are not an index.
    #[error("{0} bytes are no screening index ({1}); build it again from the lists")]
    Bytes(usize, postcard::Error),
    /// Another version wrote it.
    #[error("screening index of version {found}, wanted {VERSION}; build it again from the lists")]
    Version {
        /// The version in the bytes.
        found: u32,
    },
    /// It points past its own end.
    #[error("screening index is damaged: {0}; build it again from the lists")]
    Damaged(&'static str),
    /// It cannot be written.
    #[error("screening index cannot be written: {0}")]
    Write(postcard::Error),
}

/// What evidence needs of an entity.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Party {
    pub source: String,
    pub id: String,
    pub name: String,
    pub kind: Kind,
    pub births: Vec<DateSpan>,
    pub countries: Vec<Country>,
    pub identifiers: Vec<Identifier>,
    /// Its names are `names[first_name..last_name]`.
    pub first_name: u32,
    pub last_name: u32,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ListedName {
    pub party: u32,
    pub kind: NameKind,
    pub text: String,
    first_token: u32,
    last_token: u32,
}

/// A token as it stands in a name: a form of the vocabulary, and its role there.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct ListedToken {
    pub form: u32,
    pub role: Role,
}

#[derive(Default, Serialize, Deserialize)]
struct Stored {
    vocabulary: Vec<Form>,
    /// For each form, how many parties bear it.
    bearers: Vec<u32>,
    parties: Vec<Party>,
    names: Vec<ListedName>,
    tokens: Vec<ListedToken>,
}

/// An index over entities, each known by its ordinal in the slice that it was built from.
pub struct Index {
    stored: Stored,
    pub(crate) lookup: Lookup,
}

impl Index {
    /// Builds the index. Entities without a name or identifier are in it, but nothing finds them.
    pub fn build<E: Borrow<Entity> + Sync>(entities: &[E]) -> Self {
        // Analysing names is the work; it goes on all cores. What is made of it has an order.
        let analysed: Vec<Vec<Analysed>> = entities
            .par_iter()
            .map(|e| {
                let hint = NameHint::from(e.borrow().schema.kind());
                e.borrow().names.iter().map(|n| analyse(&n.text, hint)).collect()
            })
            .collect();
        let mut stored = Stored::default();
        let mut forms: FxHashMap<Form, u32> = FxHashMap::default();
        let mut last_bearer: Vec<u32> = Vec::new();
        for (ordinal, (entity, analysed)) in entities.iter().zip(analysed).enumerate() {
            let (ordinal, entity) = (ordinal as u32, entity.borrow());
            let first_name = stored.names.len() as u32;
            for (name, analysed) in entity.names.iter().zip(analysed) {
                let first_token = stored.tokens.len() as u32;
                for token in analysed.tokens {
                    let form = *forms.entry(token.form).or_insert_with_key(|form| {
                        stored.vocabulary.push(form.clone());
                        stored.bearers.push(0);
                        last_bearer.push(u32::MAX);
                        stored.vocabulary.len() as u32 - 1
                    });
                    if let (Some(last), Some(bearers)) =
                        (last_bearer.get_mut(form as usize), stored.bearers.get_mut(form as usize))
                        && *last != ordinal
                    {
                        *last = ordinal;
                        *bearers += 1;
                    }
                    stored.tokens.push(ListedToken { form, role: token.role });
                }
                let last_token = stored.tokens.len() as u32;
                let text = name.text.clone();
                stored.names.push(ListedName { party: ordinal, kind: name.kind, text, first_token, last_token });
            }
            stored.parties.push(Party::of(entity, first_name, stored.names.len() as u32));
        }
        Self::open(stored)
    }

    fn open(stored: Stored) -> Self {
        let mut lookup = Lookup::new(&stored.vocabulary, stored.names.len());
        let tokens = stored.names.iter().map(|n| {
            stored.tokens.get(n.first_token as usize..n.last_token as usize).unwrap_or_default().iter().map(|t| t.form)
        });
        lookup.post(tokens, stored.vocabulary.len());
        for (ordinal, party) in stored.parties.iter().enumerate() {
            for identifier in &party.identifiers {
                lookup.add_identifier(identifier, ordinal as u32);
            }
        }
        Self { stored, lookup }
    }

    /// The index as bytes, for a section of a snapshot.
    pub fn to_bytes(&self) -> Result<Vec<u8>, IndexError> {
        postcard::to_stdvec(&(VERSION, &self.stored)).map_err(IndexError::Write)
    }

    /// The index from its bytes. Bytes of another version, cut or damaged ones are an error, never a smaller index.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, IndexError> {
        let wrong = |e| IndexError::Bytes(bytes.len(), e);
        let (version, rest): (u32, &[u8]) = postcard::take_from_bytes(bytes).map_err(wrong)?;
        if version != VERSION {
            return Err(IndexError::Version { found: version });
        }
        let (stored, rest): (Stored, &[u8]) = postcard::take_from_bytes(rest).map_err(wrong)?;
        if !rest.is_empty() {
            return Err(IndexError::Damaged("bytes behind its end"));
        }
        stored.check()?;
        Ok(Self::open(stored))
    }

    /// Number of entities.
    pub fn len(&self) -> usize {
        self.stored.parties.len()
    }

    /// Is there no entity in it?
    pub fn is_empty(&self) -> bool {
        self.stored.parties.is_empty()
    }

    /// Number of names, of all kinds.
    pub fn names(&self) -> usize {
        self.stored.names.len()
    }

    /// All names, in their order: the ordinal of the entity, and the name as it is listed.
    pub fn listed_names(&self) -> impl Iterator<Item = (u32, &str)> {
        self.stored.names.iter().map(|n| (n.party, n.text.as_str()))
    }

    /// Number of distinct token forms.
    pub fn vocabulary(&self) -> usize {
        self.stored.vocabulary.len()
    }

    pub(crate) fn party(&self, ordinal: u32) -> Option<&Party> {
        self.stored.parties.get(ordinal as usize)
    }

    pub(crate) fn listed_name(&self, ordinal: u32) -> Option<&ListedName> {
        self.stored.names.get(ordinal as usize)
    }

    pub(crate) fn tokens(&self, name: &ListedName) -> &[ListedToken] {
        self.stored.tokens.get(name.first_token as usize..name.last_token as usize).unwrap_or_default()
    }

    pub(crate) fn form(&self, id: u32) -> Option<&Form> {
        self.stored.vocabulary.get(id as usize)
    }

    /// The weight of a form in this role; `None` is a form that no listed name has.
    pub(crate) fn weight(&self, form: Option<u32>, role: Role) -> f32 {
        let bearers = form.and_then(|f| self.stored.bearers.get(f as usize)).copied().unwrap_or(0);
        weights::of_token(role, self.stored.parties.len(), bearers)
    }
}

impl Stored {
    fn check(&self) -> Result<(), IndexError> {
        let within = |from: u32, to: u32, len: usize| from <= to && to as usize <= len;
        let wrong = IndexError::Damaged;
        if self.bearers.len() != self.vocabulary.len() {
            return Err(wrong("its vocabulary and its counts differ in length"));
        }
        if self
            .vocabulary
            .iter()
            .any(|f| f.spellings.is_empty() || f.spellings.iter().any(|s| s.is_empty() || !s.is_ascii()))
        {
            return Err(wrong("a form without a plain spelling"));
        }
        if self.tokens.iter().any(|t| t.form as usize >= self.vocabulary.len()) {
            return Err(wrong("a token outside its vocabulary"));
        }
        let parties = self.parties.len();
        let bad_name =
            |n: &ListedName| n.party as usize >= parties || !within(n.first_token, n.last_token, self.tokens.len());
        if self.names.iter().any(bad_name) {
            return Err(wrong("a name outside its parties or tokens"));
        }
        if self.parties.iter().any(|p| !within(p.first_name, p.last_name, self.names.len())) {
            return Err(wrong("a party outside its names"));
        }
        Ok(())
    }
}

impl Party {
    fn of(entity: &Entity, first_name: u32, last_name: u32) -> Self {
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
            identifiers: entity.identifiers.clone(),
            first_name,
            last_name,
        }
    }
}
