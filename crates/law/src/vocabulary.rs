//! The facts that law may speak of: the only words that a condition in `law/*.toml` can use.
//!
//! Each has a type, what it is a fact of (the act, a line of goods, a party, a leg, a craft), the words in which a proof names it, the question
//! that settles it, and what the answer costs: 1 a look into one's own papers, 2 a question to the other side, 3 a proof from a third
//! party, 4 an investigation.

use serde::{Deserialize, Serialize};

/// What a measure looks at one by one, and what a fact is a fact of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Each {
    /// The act as a whole.
    Act,
    /// Each line of goods.
    Goods,
    /// Each party.
    Party,
    /// Each leg of the route.
    Leg,
    /// Each aircraft or vessel.
    Craft,
}

impl Each {
    /// The word, as in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Act => "act",
            Self::Goods => "goods",
            Self::Party => "party",
            Self::Leg => "leg",
            Self::Craft => "craft",
        }
    }
}

/// What can be asked of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Words,
    Countries,
    Date,
    Flag,
    Number,
    Code,
    Name,
}

impl Type {
    /// The forms that a condition on it can take, for messages.
    pub fn forms(self) -> &'static str {
        match self {
            Self::Words => "is = \"WORD\" or a list of words; claimed = \"WORD\"",
            Self::Countries => "is = [\"BY\"], in = \"NAME OF COUNTRIES\", outside = \"NAME OF COUNTRIES\"",
            Self::Date => "before = \"2021-06-25\" or from = \"2021-06-25\"",
            Self::Flag => "is = true or is = false",
            Self::Number => "above, at_least, below or at_most = NUMBER",
            Self::Code => "within = \"instrument/code set\"",
            Self::Name => "named = [[\"words\", \"of\", \"the\", \"name\"]]",
        }
    }
}

/// A fact. Its name in files, its type, and the rest stand in [`ENTRIES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Fact {
    Act,
    From,
    To,
    Place,
    Via,
    Territory,
    Currency,
    UsClearing,
    Purpose,
    Services,
    Operations,
    ContractStated,
    ContractDate,
    ContractBinding,
    ContractKind,
    InstrumentKind,
    InstrumentTenor,
    InstrumentIssued,
    OperatorCountry,
    MarketingCountry,
    GoodsCode,
    GoodsOrigin,
    GoodsCategories,
    GoodsUncontrolled,
    GoodsKilograms,
    GoodsValue,
    PartyRole,
    PartyKind,
    PartyCountry,
    PartyUsPerson,
    PartyName,
    LegTerritory,
    LegMode,
    LegCarrier,
    LegCarrierCountry,
    LegCarrierOwned,
    LegVehicle,
    LegTrailer,
    CraftKind,
    CraftRegistered,
}

/// A row of the vocabulary.
pub(crate) struct Entry {
    pub name: &'static str,
    pub fact: Fact,
    pub kind: Type,
    pub of: Each,
    /// In a proof: "the code of the goods".
    pub label: &'static str,
    /// What settles it.
    pub asks: &'static str,
    /// The field of the act's JSON, for a program that fills it in.
    pub field: &'static str,
    pub cost: u8,
}

#[rustfmt::skip]
macro_rules! entries {
    ($($name:literal $fact:ident $kind:ident $of:ident $cost:literal $field:literal $label:literal $asks:literal;)*) => {
        &[$(Entry { name: $name, fact: Fact::$fact, kind: Type::$kind, of: Each::$of, label: $label, asks: $asks, field: $field, cost: $cost }),*]
    };
}

/// All facts.
#[rustfmt::skip]
pub(crate) const ENTRIES: &[Entry] = entries! {
    "act" Act Words Act 1 "act" "the act" "What kind of act is it?";
    "from" From Countries Act 1 "from" "the country of dispatch" "From which country are the goods sent?";
    "to" To Countries Act 1 "to" "the country of destination" "To which country do the goods finally go?";
    "place" Place Countries Act 1 "place" "the place" "In which country does it happen?";
    "via" Via Countries Act 1 "route" "the countries passed on the way" "Through which countries does the route lead, leg by leg?";
    "territory" Territory Countries Act 1 "route" "the countries touched" "Which countries does it touch, leg by leg?";
    "currency" Currency Words Act 1 "currency" "the currency" "In which currency is it paid?";
    "us_clearing" UsClearing Flag Act 2 "us_clearing" "whether the money passes through a bank in the United States" "Does the money pass through a bank in the United States? In which currency is it paid?";
    "purpose" Purpose Words Act 1 "purpose" "the purpose" "What is it done for: to wind down old business, or for something else?";
    "services" Services Words Act 1 "services" "the service" "Which service is provided?";
    "operations" Operations Words Act 1 "operations" "what the flight does" "Does the aircraft land, take off, or fly over?";
    "contract.stated" ContractStated Flag Act 1 "contract" "whether a contract is stated" "Which contract does this fulfil?";
    "contract.date" ContractDate Date Act 1 "contract.date" "the day of the contract" "When was the contract concluded that this fulfils?";
    "contract.binding" ContractBinding Flag Act 1 "contract.binding" "whether the contract binds" "Is the contract legally binding? (A framework contract counts where it states the day on which it ends, and its own terms say how price and volume are adjusted.)";
    "contract.kind" ContractKind Words Act 1 "contract.kind" "what the contract is about" "What is the contract about: purchase, carriage, a service?";
    "instrument.kind" InstrumentKind Words Act 1 "instrument.kind" "the kind of instrument" "Is it debt or equity?";
    "instrument.tenor_days" InstrumentTenor Number Act 1 "instrument.tenor_days" "the days to maturity" "How many days lie between issue and maturity?";
    "instrument.issued" InstrumentIssued Date Act 1 "instrument.issued" "the day of issue" "When was it issued?";
    "operator.country" OperatorCountry Countries Act 1 "parties[role=operator].country" "the country of the operator" "Who operates the aircraft or vessel, and where is the operator established?";
    "marketing.country" MarketingCountry Countries Act 2 "parties[role=marketing_carrier].country" "the country of the marketing carrier" "Where is each carrier established that sells seats on it under its own code?";
    "goods.code" GoodsCode Code Goods 1 "goods.code" "the code of the goods" "What is the full customs code (CN, 8 digits)?";
    "goods.origin" GoodsOrigin Countries Goods 3 "goods.origin" "the origin of the goods" "Where do the goods originate, and what proves it?";
    "goods.categories" GoodsCategories Words Goods 2 "goods.categories" "the controlled kinds of the goods" "Are the goods dual-use, arms, advanced technology, aviation goods, or none of them?";
    "goods.uncontrolled" GoodsUncontrolled Flag Goods 2 "goods.categories" "whether the goods are said to be of no controlled kind" "Are the goods dual-use, arms, advanced technology, aviation goods, or none of them?";
    "goods.kilograms" GoodsKilograms Number Goods 1 "goods.kilograms" "the mass of the goods" "What is their net mass?";
    "goods.value" GoodsValue Number Goods 1 "goods.value" "the value of the goods" "What is their value?";
    "party.role" PartyRole Words Party 1 "parties.role" "the role" "What is the party's role?";
    "party.kind" PartyKind Words Party 1 "parties.kind" "what the party is" "Is it a person, a company, a bank, a government?";
    "party.country" PartyCountry Countries Party 2 "parties.country" "the party's country" "Where is it incorporated, or whose national is it?";
    "party.us_person" PartyUsPerson Flag Party 2 "parties.us_person" "whether the party is a US person" "Is it a US person: a citizen, a permanent resident, an entity or branch in the United States?";
    "party.name" PartyName Name Party 1 "parties.name" "the party's name" "What is its name?";
    "leg.territory" LegTerritory Countries Leg 1 "route" "the countries of the leg" "Through which countries does this leg lead?";
    "leg.mode" LegMode Words Leg 1 "route.mode" "the mode of transport" "Rail, road, sea or air?";
    "leg.carrier" LegCarrier Name Leg 1 "route.carrier" "the carrier" "Who carries on this leg?";
    "leg.carrier_country" LegCarrierCountry Countries Leg 1 "route.carrier_country" "the country of the carrier" "Where is the carrier of this leg established?";
    "leg.carrier_owned" LegCarrierOwned Number Leg 3 "route.carrier_owned" "the part of the carrier held from there" "Which part of the carrier do persons from there hold?";
    "leg.vehicle_registered" LegVehicle Countries Leg 1 "route.vehicle_registered" "where the vehicle is registered" "Where is the vehicle registered?";
    "leg.trailer_registered" LegTrailer Countries Leg 1 "route.trailer_registered" "where the trailer is registered" "Where is the trailer registered?";
    "craft.kind" CraftKind Words Craft 1 "craft.kind" "the kind of craft" "Is it an aircraft or a vessel?";
    "craft.registered" CraftRegistered Countries Craft 1 "craft.registered" "where the craft is registered" "Where is it registered?";
};

/// The row of a fact by its name in files.
pub(crate) fn find(name: &str) -> Option<&'static Entry> {
    ENTRIES.iter().find(|e| e.name == name)
}

/// The row of a fact.
pub(crate) fn entry(fact: Fact) -> &'static Entry {
    // Every fact has a row: a test holds it. The first row stands in, so that nothing can panic.
    ENTRIES.iter().find(|e| e.fact == fact).unwrap_or(&ENTRIES[0])
}
