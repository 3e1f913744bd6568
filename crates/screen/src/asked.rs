//! A name that is asked for, made ready: its tokens with weights, and neighbouring tokens as one word.

use crate::index::View;
use crate::rarity;
use interdict_names::{Analysed, Form, Packed, Role, Token, Why, similarity};

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
                let joined = Form::joined(parts.iter().map(|t| t.token.folded()));
                if let Some(form) = joined.filter(|f| f.folded().len() >= 4) {
                    joins.push(AskedJoin { first, count, form });
                }
            }
        }
        Self { tokens, joins }
    }

    pub(crate) fn weight(&self, at: usize) -> f32 {
        self.tokens.get(at).map_or(0.0, |t| t.weight)
    }

    pub(crate) fn role(&self, at: usize) -> Role {
        self.tokens.get(at).map_or(Role::Plain, |t| t.token.role)
    }
}

/// The rarity of the commonest listed form with the token's spelling.
fn rarity_of(view: Option<&View<'_>>, token: &Token) -> f32 {
    let mut rarity = rarity::unlisted(&token.form);
    if let Some(view) = view {
        view.lookup.spelt(token.folded(), |form| {
            if view.form(form).folded() == token.folded() {
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
        Why::Skeleton if join.folded().len() >= 7 => Some(0.95 * likeness),
        _ => None,
    }
}
