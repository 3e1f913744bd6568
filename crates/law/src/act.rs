//! What someone wants to do: a consignment, a payment, a flight, a port call, a service, a purchase of securities.
//!
//! A field that is left out is **unknown**; whoever knows that something is not so says so (`"us_person": false`, `"owners": []`). Lists
//! of what an act consists of (parties, goods, legs, crafts) are closed: what is not in them is not judged, and the answer says for whom it is. The
//! JSON of an act is these types; `docs/src/acts.md` describes it for users.

use crate::time::When;
use interdict_model::{Authority, Country, Measure, PartialDate};
use interdict_own::{Kind as StakeKind, Range};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The kinds of act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActKind {
    /// Goods are bought, sold, supplied, moved.
    Consignment,
    /// Money is paid.
    Payment,
    /// An aircraft flies, lands, takes off or is served.
    Flight,
    /// A vessel calls at a port.
    PortCall,
    /// A service is provided.
    Service,
    /// A security or a loan is bought, sold, issued or granted.
    Securities,
}

impl ActKind {
    /// The word for it, as in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Consignment => "consignment",
            Self::Payment => "payment",
            Self::Flight => "flight",
            Self::PortCall => "port_call",
            Self::Service => "service",
            Self::Securities => "securities",
        }
    }
}

/// An act, as far as it is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// A name for it in answers; unique within a file.
    #[serde(default)]
    pub id: String,
    /// What it is.
    pub act: ActKind,
    /// When it happens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<When>,
    /// Where goods are sent from: the country of dispatch, which need not be that of origin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Country>,
    /// Where they finally go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Country>,
    /// Where a service is provided, a vessel calls, an aircraft is served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Country>,
    /// The way, leg by leg.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<Vec<Leg>>,
    /// What is carried, paid for, insured, financed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goods: Option<Vec<Goods>>,
    /// Who takes part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<Party>,
    /// Aircraft and vessels that take part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub craft: Vec<Craft>,
    /// The contract that the act fulfils.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<Contract>,
    /// The currency, ISO 4217; `none` where nothing is paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Does the money pass through a bank in the United States? Dollars are taken to, unless this says no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub us_clearing: Option<bool>,
    /// What it is done for, as its parties assert: `wind_down`, `emergency`, `humanitarian`, `stockpiling`, ... Never inferred.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Vec<String>>,
    /// What is provided, for services and beside other acts: `insurance`, `financing`, `brokering`, `fuel`, ...
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub services: Option<Vec<String>>,
    /// What a flight does: `landing`, `take_off`, `overflight`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operations: Option<Vec<String>>,
    /// The security or loan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instrument: Option<Instrument>,
    /// Is there room in a quota that the goods fall under? By the quota's name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub quota: BTreeMap<String, bool>,
    /// Authorisations that the parties hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub licences: Vec<Licence>,
    /// Is there a tie to an authority's law that the other fields do not show? `true`: there is (a US person approves the deal);
    /// `false`: there is none beyond what they show.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub links: BTreeMap<Authority, bool>,
    /// Papers that exist, by kind: `certificate_of_origin`, `end_use_statement`, ... For the file; nothing is decided by them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<String>,
    /// A note of the user's; nothing is decided by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What whoever read the act could not read of it: each fact is unknown, and every answer says why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub broken: Vec<String>,
}

impl Act {
    /// An act of which only its kind is known.
    pub fn new(id: impl Into<String>, act: ActKind) -> Self {
        Self {
            id: id.into(),
            act,
            at: None,
            from: None,
            to: None,
            place: None,
            route: None,
            goods: None,
            parties: Vec::new(),
            craft: Vec::new(),
            contract: None,
            currency: None,
            us_clearing: None,
            purpose: None,
            services: None,
            operations: None,
            instrument: None,
            quota: BTreeMap::new(),
            licences: Vec::new(),
            links: BTreeMap::new(),
            documents: Vec::new(),
            note: None,
            broken: Vec::new(),
        }
    }

    /// Makes parties of the carriers that only legs name and of the operators and owners that only crafts name, so that they are
    /// screened and judged like all others.
    pub fn name_everyone(&mut self) {
        let mut more: Vec<Party> = Vec::new();
        for leg in self.route.iter().flatten() {
            if let Some(name) = &leg.carrier {
                more.push(Party { country: leg.carrier_country, ..Party::new("carrier", name) });
            }
        }
        for craft in &self.craft {
            if let Some(name) = &craft.operator {
                more.push(Party { country: craft.operator_country, ..Party::new("operator", name) });
            }
            if let Some(name) = &craft.owner {
                more.push(Party::new("owner", name));
            }
        }
        for party in more {
            let same = |p: &Party| p.role == party.role && p.name == party.name;
            match self.parties.iter_mut().find(|p| same(p)) {
                Some(known) => known.country = known.country.or(party.country),
                None => self.parties.push(party),
            }
        }
    }
}

/// A stretch of a route.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leg {
    /// The country in which it begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Country>,
    /// The country in which it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Country>,
    /// Countries passed between the two.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<Country>,
    /// Where it begins: a station, port or airport.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_place: Option<String>,
    /// Where it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_place: Option<String>,
    /// `rail`, `road`, `sea`, `air`, `inland_water`, `pipeline`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// Who carries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// Where the carrier is established.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier_country: Option<Country>,
    /// The part of the carrier, in percent, that persons of one country hold: `{"BY": 30}`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub carrier_owned: BTreeMap<Country, f64>,
    /// Where the vehicle, and where its trailer is registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vehicle_registered: Option<Country>,
    /// Where the trailer is registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trailer_registered: Option<Country>,
    /// When it begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub departs: Option<When>,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrives: Option<When>,
}

/// A line of goods.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goods {
    /// The HS, CN or TARIC code: 2 to 10 digits, blanks and points allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What the papers call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Where it originates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Country>,
    /// `false`: the origin is claimed, and nobody has proved it; the goods may come from anywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin_verified: Option<bool>,
    /// K2O in the dry product, percent by weight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub k2o: Option<f64>,
    /// Substances and components that decide `ex` headings: `potassium_chloride`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contains: Option<Vec<String>>,
    /// Controlled kinds that it is of: `dual_use`, `arms`, `advanced_technology`, `aviation`; an empty list says of none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub categories: Option<Vec<String>>,
    /// Net mass, kilograms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kilograms: Option<f64>,
    /// Value, in the act's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
}

/// Someone who takes part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// As what: `seller`, `buyer`, `carrier`, `payer`, `payee`, `bank`, `insurer`, ... ([`ROLES`]).
    pub role: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// `person`, `company`, `bank`, `government`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Where it is incorporated, or whose national it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// Other countries that it belongs to: a second nationality, residence, a branch that acts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Country>,
    /// A US person: citizen, permanent resident, US entity or branch, or in the US? Where it is not said, the countries say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub us_person: Option<bool>,
    /// Numbers that name it: register, tax, LEI, BIC, IMO.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<String>,
    /// Who holds it; an empty list says that nobody holds anything that matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owners: Option<Vec<Owner>>,
    /// Whether lists name it.
    #[serde(flatten)]
    pub screened: Screened,
}

/// The roles that acts speak of.
pub const ROLES: &[&str] = &[
    "seller",
    "buyer",
    "consignor",
    "consignee",
    "producer",
    "end_user",
    "carrier",
    "operator",
    "marketing_carrier",
    "owner",
    "charterer",
    "forwarder",
    "terminal",
    "payer",
    "payee",
    "bank",
    "payer_bank",
    "payee_bank",
    "intermediary_bank",
    "insurer",
    "broker",
    "provider",
    "recipient",
    "issuer",
    "investor",
    "agent",
    "other",
];

impl Party {
    /// A party of which only role and name are known.
    pub fn new(role: &str, name: &str) -> Self {
        Self { role: role.to_string(), name: name.to_string(), ..Self::default() }
    }
}

/// Who holds a part of a party.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    /// Its name.
    pub name: String,
    /// How much, in percent: `30`, or a range such as `25-50`; unknown where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Held>,
    /// Of what.
    #[serde(default = "shares")]
    pub kind: StakeKind,
    /// Who says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The arrangement by which it and other owners act together, by a name of your own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joint: Option<String>,
    /// Who holds the owner.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<Owner>,
    /// Whether lists name it.
    #[serde(flatten)]
    pub screened: Screened,
}

fn shares() -> StakeKind {
    StakeKind::Shares
}

/// A share in percent, as a number or a text with a range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Held {
    /// `30`.
    Number(f64),
    /// `25-50`.
    Text(String),
}

impl Held {
    /// As a range; an error's words where it is none.
    pub fn range(&self) -> Result<Range, String> {
        let text = match self {
            Self::Number(n) => n.to_string(),
            Self::Text(t) => t.clone(),
        };
        Range::parse(&text).map_err(|e| e.to_string())
    }
}

/// What looking at the lists gave for a party, an owner or a craft.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Screened {
    /// Entries that are the party, or may be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub listed: Vec<Listed>,
    /// Whose lists were looked at, and how much of them. An authority that is not here was not looked at: unknown, not "not listed".
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub screened: BTreeMap<Authority, Coverage>,
    /// The day of the last edition of an authority's lists that was looked at; what changed after it was not seen.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub current: BTreeMap<Authority, jiff::civil::Date>,
}

/// How much of an authority's lists was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Coverage {
    /// A part, so that absence is no proof: every answer that rests on it says so.
    Part,
    /// The whole.
    Whole,
}

/// An entry of an authority's list that is a party, or may be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// Who lists it.
    pub authority: Authority,
    /// The entry's id on its list: OFAC's UID.
    pub id: String,
    /// The name in the list.
    #[serde(default)]
    pub name: String,
    /// Which list.
    #[serde(default)]
    pub list: String,
    /// Under which programmes.
    #[serde(default)]
    pub programmes: Vec<String>,
    /// What the listing does; where it says nothing, it is taken to freeze.
    #[serde(default)]
    pub measures: Vec<Measure>,
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<PartialDate>,
    /// The day of removal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<PartialDate>,
    /// Where the first day is unknown: a day on which the entry stood on the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<PartialDate>,
    /// How likely it is, 0 to 1, that the entry is the party; left out where that is certain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// An aircraft or vessel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Craft {
    /// `aircraft` or `vessel`.
    pub kind: String,
    /// A vessel's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// An aircraft's registration mark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tail: Option<String>,
    /// Its manufacturer's serial number, which stays when the tail changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub msn: Option<String>,
    /// A vessel's IMO number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imo: Option<String>,
    /// Where it is registered. Where it is not said, an aircraft's tail says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered: Option<Country>,
    /// Who operates it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// Where the operator is established.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator_country: Option<Country>,
    /// Who owns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Whether lists name it.
    #[serde(flatten)]
    pub screened: Screened,
}

/// A contract.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contract {
    /// The day on which it was concluded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<jiff::civil::Date>,
    /// Is it legally binding?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub binding: Option<bool>,
    /// What it is about: `purchase`, `carriage`, `service`, `loan`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// More, where it is a framework contract; leave it out where it is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub framework: Option<Framework>,
}

/// A contract under which single deliveries are agreed later.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Framework {
    /// Does it state the day on which it ends?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_date: Option<bool>,
    /// Do its own terms say how price and volume are adjusted?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms_agreed: Option<bool>,
}

/// A security or loan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// `debt` (bonds, loans, credit) or `equity`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Days from issue to maturity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenor_days: Option<u32>,
    /// The day of issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<jiff::civil::Date>,
}

/// An authorisation that the parties hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// Who gave it.
    pub authority: Authority,
    /// Its number.
    pub id: String,
    /// The measures or exits that it is for, by id; for all measures of the authority where the list is empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covers: Vec<String>,
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<jiff::civil::Date>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<jiff::civil::Date>,
}
