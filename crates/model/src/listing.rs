//! The fact that an authority lists an entity: under which programme, with what measures, since when, by which record.

use crate::{Authority, PartialDate};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a listing does to its target, as far as the source says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Blocking of property, asset freeze, dealings ban.
    AssetFreeze,
    /// Refusal of entry or transit.
    TravelBan,
    /// Limits on new debt, equity, transferable securities, loans.
    Financing,
    /// Ban on transactions with the party, short of a freeze.
    TransactionBan,
    /// Limits on correspondent or payable-through accounts.
    CorrespondentAccount,
    /// Ban or licence duty on exports to the party.
    ExportControl,
    /// Arms embargo.
    ArmsEmbargo,
    /// Ports closed to the ship, or services to it forbidden.
    PortBan,
    /// Airspace or airports closed to the aircraft or operator.
    FlightBan,
    /// Disqualification as a director; trust or other services forbidden.
    Services,
    /// Import ban on what the party sells.
    ImportBan,
    /// Another measure; the listing's text says which.
    Other,
}

impl Measure {
    /// The words for it, lower case.
    pub fn words(self) -> &'static str {
        match self {
            Self::AssetFreeze => "asset freeze",
            Self::TravelBan => "travel ban",
            Self::Financing => "limits on financing",
            Self::TransactionBan => "transaction ban",
            Self::CorrespondentAccount => "limits on correspondent accounts",
            Self::ExportControl => "export control",
            Self::ArmsEmbargo => "arms embargo",
            Self::PortBan => "port ban",
            Self::FlightBan => "flight ban",
            Self::Services => "ban on services",
            Self::ImportBan => "import ban",
            Self::Other => "other measure",
        }
    }

    /// The measure behind the words that lists print ("Asset freeze", "Blocking", "Prohibition of port entry"). Words of no known
    /// measure give [`Measure::Other`], and the caller keeps the text.
    pub fn parse(text: &str) -> Self {
        let t = text.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|w| t.contains(w));
        if has(&["asset freeze", "freeze", "block", "dealings ban", "dealing ban"]) {
            Self::AssetFreeze
        } else if has(&["travel", "entry ban", "admission", "visa"]) {
            Self::TravelBan
        } else if has(&["correspondent", "payable-through", "capta"]) {
            Self::CorrespondentAccount
        } else if has(&["port entry", "port ban", "port access", "ship", "vessel", "crew"]) {
            Self::PortBan
        } else if has(&["aircraft", "flight", "overfl", "landing"]) {
            Self::FlightBan
        } else if has(&["arms"]) {
            Self::ArmsEmbargo
        } else if has(&["director disqual", "trust service", "internet service", "services"]) {
            Self::Services
        } else if has(&["transaction"]) {
            Self::TransactionBan
        } else if has(&["financ", "debt", "equity", "securit", "loan", "capital", "investment"]) {
            Self::Financing
        } else if has(&["export", "dual-use", "dual use", "technical assistance", "licen"]) {
            Self::ExportControl
        } else if has(&["import"]) {
            Self::ImportBan
        } else {
            Self::Other
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.words())
    }
}

/// How sure a fact is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The authority's own file says it.
    #[default]
    Official,
    /// Two or more independent public pages say it (F2).
    Confirmed,
    /// A public page or file says it (F).
    Found,
    /// Inferred from found facts (I).
    Inferred,
    /// Known but not re-read (M-hi, M-md, M-lo): **unverified**, and every answer resting on it says so.
    Unverified,
}

impl Certainty {
    /// The word, as in files and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::Confirmed => "confirmed",
            Self::Found => "found",
            Self::Inferred => "inferred",
            Self::Unverified => "unverified",
        }
    }

    /// The certainty of this word; the marks of the project's sources (F, F2, I, M-hi, ...) are read too.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text.trim().to_ascii_lowercase().as_str() {
            "official" => Self::Official,
            "confirmed" | "f2" => Self::Confirmed,
            "found" | "f" => Self::Found,
            "inferred" | "i" => Self::Inferred,
            "unverified" | "m-hi" | "m-md" | "m-lo" => Self::Unverified,
            _ => return None,
        })
    }
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// This authority lists this entity.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Listing {
    /// Who lists it.
    pub authority: Authority,
    /// The list within the authority's publications, as the authority calls it ("SDN", "CAPTA List", "Annex I").
    pub list: String,
    /// Programme tags or regimes, as printed.
    pub programmes: Vec<String>,
    /// What the listing does, sorted, without repetition.
    pub measures: Vec<Measure>,
    /// The measures as printed, where the source prints any.
    pub measure_texts: Vec<String>,
    /// First day of the listing, in the authority's own zone. `None` where the source does not say: never inferred.
    pub from: Option<PartialDate>,
    /// Last day before which it held: the day of delisting or expiry. `None` where it is open or the source does not say.
    pub to: Option<PartialDate>,
    /// Day of the last amendment that the source names.
    pub amended: Option<PartialDate>,
    /// Acts that the source names as the legal ground.
    pub legal_basis: Vec<String>,
    /// The grounds for listing, as printed.
    pub reasons: Vec<String>,
    /// How sure the listing is.
    pub certainty: Certainty,
    /// Where it can be read: links and citations.
    pub references: Vec<String>,
}

impl Listing {
    /// A listing of which only authority and list are known; certainty `Official`.
    pub fn new(authority: Authority, list: impl Into<String>) -> Self {
        Self {
            authority,
            list: list.into(),
            programmes: Vec::new(),
            measures: Vec::new(),
            measure_texts: Vec::new(),
            from: None,
            to: None,
            amended: None,
            legal_basis: Vec::new(),
            reasons: Vec::new(),
            certainty: Certainty::Official,
            references: Vec::new(),
        }
    }

    /// Adds a measure by its printed words: the parsed kind and the text.
    pub fn add_measure(&mut self, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let measure = Measure::parse(text);
        if let Err(at) = self.measures.binary_search(&measure) {
            self.measures.insert(at, measure);
        }
        if !self.measure_texts.iter().any(|t| t == text) {
            self.measure_texts.push(text.to_string());
        }
    }

    /// Is the listing in force on this day? A listing whose first day is unknown counts as in force: unknown never reads as clear.
    pub fn in_force(&self, day: jiff::civil::Date) -> bool {
        self.from.is_none_or(|from| from.first() <= day) && self.to.is_none_or(|to| day < to.last())
    }
}

/// The record of the official file that an entity was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SourceRecord {
    /// Name of the file, without its folder.
    pub file: String,
    /// Number of the record in the file, from 1.
    pub record: u64,
    /// Line of the (decompressed, decoded) file at which the record begins, from 1; 0 where lines say nothing (XLSX rows use the record number).
    pub line: u64,
}
