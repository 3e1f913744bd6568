//! A name that is asked for, made ready: its tokens with weights, and neighbouring tokens as one word.

use crate::index::View;
use crate::lookup::JOINED_BY_SOUND;
use crate::rarity;
use interdict_names::{Analysed, Form, LONGEST_SPELLING, Packed, Role, Token, Why, letters_apart, similarity, slip};

/// Most neighbouring tokens that are tried as one word.
pub(crate) const MOST_JOINED: usize = 3;

pub(crate) struct AskedToken {
    pub token: Token,
    pub weight: f32,
}

/// Neighbouring tokens as one word.
pub(crate) struct AskedJoin {
    pub first: usize,
    pub count: usize,
    pub form: Form,
}

pub(crate) struct Asked {
    pub tokens: Vec<AskedToken>,
    pub joins: Vec<AskedJoin>,
    /// All of the name in one word, titles and legal forms left out; empty for a name of one word.
    pub whole: Vec<u8>,
}

impl Asked {
    /// A reading of a name; rarity is that of the index, or of names at large where there is none.
    pub(crate) fn new(view: Option<&View<'_>>, reading: Analysed) -> Self {
        let ready = |token: Token| AskedToken { weight: rarity::weight(token.role, rarity_of(view, &token)), token };
        let tokens: Vec<AskedToken> = reading.tokens.into_iter().map(ready).collect();
        let mut joins = Vec::new();
        for first in 0..tokens.len() {
            for count in 2..=MOST_JOINED {
                let Some(parts) = tokens.get(first..first + count) else { break };
                if parts.iter().any(|t| matches!(t.token.role, Role::LegalForm | Role::Honorific | Role::Number)) {
                    break;
                }
                let joined = Form::joined(parts.iter().map(|t| t.token.written()));
                if let Some(form) = joined.filter(|f| f.folded().len() >= 4) {
                    joins.push(AskedJoin { first, count, form });
                }
            }
        }
        let whole = whole(tokens.iter().map(|t| (t.token.role, t.token.written().as_bytes())));
        Self { tokens, joins, whole }
    }

    pub(crate) fn weight(&self, at: usize) -> f32 {
        self.tokens.get(at).map_or(0.0, |t| t.weight)
    }

    pub(crate) fn role(&self, at: usize) -> Role {
        self.tokens.get(at).map_or(Role::Plain, |t| t.token.role)
    }
}

/// A name in one word, titles and legal forms left out; empty for a name of one word, and for one too short or too long to say anything.
pub(crate) fn whole<'t>(tokens: impl Iterator<Item = (Role, &'t [u8])>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut count = 0;
    for (role, word) in tokens {
        if role == Role::Number {
            return Vec::new(); // a digit that differs is another number, not a slip
        }
        if !matches!(role, Role::LegalForm | Role::Honorific) {
            out.extend_from_slice(word);
            count += 1;
        }
    }
    if count < 2 || !(6..=LONGEST_SPELLING).contains(&out.len()) {
        out.clear();
    }
    out
}

/// Are two names one, written as one word each: blanks in other places, and at most one letter that differs?
pub(crate) fn whole_like(asked: &[u8], listed: &[u8]) -> Option<f32> {
    if asked.is_empty() || listed.is_empty() {
        return None;
    }
    match letters_apart(asked, listed)? {
        0 => Some(0.97),
        1 => Some(0.98 - 0.95 * slip(asked, listed) / asked.len().min(listed.len()) as f32),
        _ => None,
    }
}

/// The rarity of the commonest listed form with the token's spelling.
fn rarity_of(view: Option<&View<'_>>, token: &Token) -> f32 {
    let mut rarity = rarity::unlisted(&token.form);
    if let Some(view) = view {
        view.lookup.spelt(token.folded(), |form| {
            if view.form(form).main() == token.folded().as_bytes() {
                rarity = rarity.min(view.rarity(form));
            }
        });
    }
    rarity
}

/// Is a run of neighbouring tokens, as one word, a listed token? Only where it sounds the same or is spelt all but the same.
pub(crate) fn join_like(join: &Form, listed: Packed<'_>) -> Option<f32> {
    let (likeness, why) = similarity(join, listed)?;
    match why {
        Why::Exact | Why::Transliteration => Some(0.97),
        Why::Spelling(1) => Some(0.95 * likeness),
        Why::Skeleton if join.folded().len() >= JOINED_BY_SOUND => Some(0.95 * likeness),
        _ => None,
    }
}
