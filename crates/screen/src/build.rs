//! Builds an index, batch by batch, so that millions of entities need not stand in memory at once.

use crate::brief::Brief;
use crate::columns::Texts;
use crate::groups::NameGroups;
use crate::index::{Gathered, Index, IndexError, Party, identifier_hash, kind_number, role_number};
use crate::variants::Learner;
use interdict_model::{Entity, NameKind};
use interdict_names::{NameHint, Role, readings};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::borrow::Borrow;
use std::sync::Arc;

/// Most characters of an address that are kept for comparison.
const ADDRESS: usize = 160;

/// Builds an [`Index`]; [`Index::build`] is enough where all entities are at hand.
#[derive(Default)]
pub struct Builder {
    forms: FxHashMap<String, u32>,
    vocabulary: Texts,
    bearers: Vec<u32>,
    last_bearer: Vec<u32>,
    name_party: Vec<u32>,
    name_kinds: Vec<u8>,
    name_tokens: Vec<u32>,
    name_texts: Texts,
    token_forms: Vec<u32>,
    token_roles: Vec<u8>,
    wholes: Vec<Vec<u8>>,
    party_names: Vec<u32>,
    parties: Texts,
    briefs: Vec<Brief>,
    addresses: Texts,
    identifiers: Vec<(u32, u32)>,
    learner: Learner,
}

/// An entity, analysed: what can be done on all cores.
struct Analysed {
    names: Vec<AnalysedName>,
    party: Result<Vec<u8>, postcard::Error>,
    brief: Brief,
    addresses: Result<Vec<u8>, postcard::Error>,
    identifiers: Vec<u32>,
}

/// A name, analysed.
struct AnalysedName {
    kind: NameKind,
    text: String,
    /// Packed forms and roles.
    tokens: Vec<(String, Role)>,
    /// All of it in one word.
    whole: Vec<u8>,
}

impl Analysed {
    fn of(entity: &Entity) -> Self {
        let hint = NameHint::from(entity.schema.kind());
        let mut names = Vec::with_capacity(entity.names.len());
        for name in &entity.names {
            for reading in readings(&name.text, hint) {
                let whole = crate::asked::whole(reading.tokens.iter().map(|t| (t.role, t.written().as_bytes())));
                let tokens = reading.tokens.iter().map(|t| (t.form.pack(), t.role)).collect();
                names.push(AnalysedName { kind: name.kind, text: name.text.clone(), tokens, whole });
            }
        }
        let short = |text: &str| text.chars().take(ADDRESS).collect::<String>();
        let addresses: Vec<String> =
            entity.addresses.iter().map(|a| short(&a.full)).filter(|a| !a.is_empty()).collect();
        let keys = entity.identifiers.iter().map(|i| i.key()).filter(|k| !k.is_empty());
        let party = Party::of(entity);
        Self {
            names,
            brief: Brief::of(&party),
            party: postcard::to_stdvec(&party),
            addresses: postcard::to_stdvec(&addresses),
            identifiers: keys.map(|k| identifier_hash(&k)).collect(),
        }
    }
}

impl Builder {
    /// Adds entities; their ordinals go on from those added before.
    pub fn add<E: Borrow<Entity> + Sync>(&mut self, entities: &[E]) -> Result<(), IndexError> {
        for part in entities.chunks(20_000) {
            let analysed: Vec<Analysed> = part.par_iter().map(|e| Analysed::of(e.borrow())).collect();
            for one in analysed {
                self.one(one)?;
            }
        }
        Ok(())
    }

    fn one(&mut self, analysed: Analysed) -> Result<(), IndexError> {
        let ordinal = u32::try_from(self.parties.len()).map_err(|_| IndexError::Full("entities"))?;
        if self.party_names.is_empty() {
            self.party_names.push(0);
            self.name_tokens.push(0);
        }
        let first_name = self.name_party.len();
        for AnalysedName { kind, text, tokens, whole } in analysed.names {
            self.wholes.push(whole);
            self.name_party.push(ordinal);
            self.name_kinds.push(kind_number(kind));
            if !self.name_texts.push(text.as_bytes()) {
                return Err(IndexError::Full("names"));
            }
            for (form, role) in tokens {
                let form = self.form(form, ordinal)?;
                self.token_forms.push(form);
                self.token_roles.push(role_number(role));
            }
            self.name_tokens.push(u32::try_from(self.token_forms.len()).map_err(|_| IndexError::Full("tokens"))?);
        }
        self.party_names.push(u32::try_from(self.name_party.len()).map_err(|_| IndexError::Full("names"))?);
        if !self.parties.push(&analysed.party?) || !self.addresses.push(&analysed.addresses?) {
            return Err(IndexError::Full("parties"));
        }
        self.briefs.push(analysed.brief);
        self.identifiers.extend(analysed.identifiers.iter().map(|hash| (*hash, ordinal)));
        let names = first_name..self.name_party.len();
        let tokens = |name: usize| {
            let range =
                self.name_tokens.get(name).copied().unwrap_or(0)..self.name_tokens.get(name + 1).copied().unwrap_or(0);
            let range = range.start as usize..range.end as usize;
            (self.token_forms.get(range.clone()).unwrap_or_default(), self.token_roles.get(range).unwrap_or_default())
        };
        self.learner.learn(names, tokens, &self.name_kinds);
        Ok(())
    }

    fn form(&mut self, packed: String, bearer: u32) -> Result<u32, IndexError> {
        let id = match self.forms.get(&packed) {
            Some(id) => *id,
            None => {
                let id = u32::try_from(self.vocabulary.len()).map_err(|_| IndexError::Full("words"))?;
                if !self.vocabulary.push(packed.as_bytes()) {
                    return Err(IndexError::Full("words"));
                }
                self.forms.insert(packed, id);
                self.bearers.push(0);
                self.last_bearer.push(u32::MAX);
                id
            }
        };
        let at = id as usize;
        if let (Some(last), Some(count)) = (self.last_bearer.get_mut(at), self.bearers.get_mut(at))
            && *last != bearer
        {
            *last = bearer;
            *count += 1;
        }
        Ok(id)
    }

    /// The index over all that was added.
    pub fn finish(self) -> Result<Index, IndexError> {
        self.finish_with(&NameGroups::default())
    }

    /// The same, with the user's own name groups.
    pub fn finish_with(mut self, groups: &NameGroups) -> Result<Index, IndexError> {
        if self.party_names.is_empty() {
            self.party_names.push(0);
            self.name_tokens.push(0);
        }
        self.forms = FxHashMap::default();
        let variants = self.learner.variants(&self.vocabulary, &self.bearers);
        let grouped = if groups.is_empty() { Texts::default() } else { groups.beside(&self.vocabulary) };
        let gathered = Gathered {
            groups: groups.stamp(),
            grouped,
            forms: self.vocabulary,
            bearers: self.bearers,
            name_party: self.name_party,
            name_kinds: self.name_kinds,
            name_tokens: self.name_tokens,
            name_texts: self.name_texts,
            token_forms: self.token_forms,
            token_roles: self.token_roles,
            party_names: self.party_names,
            wholes: self.wholes,
            parties: self.parties,
            briefs: self.briefs,
            addresses: self.addresses,
            identifiers: self.identifiers,
            variants,
        };
        Index::open(Arc::new(gathered.write()))
    }
}
