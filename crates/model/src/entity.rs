//! An entity: a person, company, vessel, aircraft or wallet that a source names, with all that the source says of it.

use crate::{Country, DateSpan, Identifier, Link, Listing, Schema, SourceRecord};
use serde::{Deserialize, Serialize};

/// How a source uses a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameKind {
    /// The name under which the source lists the entity.
    Primary,
    /// Another name of good quality.
    Alias,
    /// A name that the source itself calls weak ("low quality a.k.a.", nicknames).
    WeakAlias,
    /// A name that it had before ("f.k.a.").
    Former,
    /// The name in its own script, where the source files it apart.
    OtherScript,
}

impl NameKind {
    /// The FollowTheMoney property.
    pub fn property(self) -> &'static str {
        match self {
            Self::Primary => "name",
            Self::Alias | Self::OtherScript => "alias",
            Self::WeakAlias => "weakAlias",
            Self::Former => "previousName",
        }
    }

    /// The word for a person.
    pub fn words(self) -> &'static str {
        match self {
            Self::Primary => "name",
            Self::Alias => "alias",
            Self::WeakAlias => "weak alias",
            Self::Former => "former name",
            Self::OtherScript => "name in its own script",
        }
    }
}

/// The parts of a name, where the source gives them apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NameParts {
    /// Given names.
    pub given: Option<String>,
    /// Middle names, patronymic where the source calls it so.
    pub middle: Option<String>,
    /// Family name.
    pub family: Option<String>,
}

impl NameParts {
    /// Does the source give any part?
    pub fn is_empty(&self) -> bool {
        self.given.is_none() && self.middle.is_none() && self.family.is_none()
    }
}

/// A name as printed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Name {
    /// The whole name as printed; "FAMILY, Given" stays so.
    pub text: String,
    /// How the source uses it.
    pub kind: NameKind,
    /// ISO 639 language or ISO 15924 script, where the source says.
    pub language: Option<String>,
    /// Its parts, where the source gives them apart.
    pub parts: NameParts,
}

/// The letters and digits of a text, in small letters: what is the same in two ways to write one name or address, case and signs apart. Names in
/// other spellings are for `interdict-names`.
///
/// ```
/// assert_eq!(interdict_model::folded("Belavia, J.S.C."), interdict_model::folded("BELAVIA JSC"));
/// ```
pub fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Name {
    /// A name of which nothing but text and kind is known.
    pub fn new(kind: NameKind, text: impl Into<String>) -> Self {
        Self { text: text.into(), kind, language: None, parts: NameParts::default() }
    }
}

/// An address. Lines are kept as printed in `full`; the parts only where the source gives them apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Address {
    /// All of it in one line, parts joined by `, `, without the country.
    pub full: String,
    /// Street and house, or lines that the source does not name.
    pub street: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State, province, region.
    pub region: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// The country, where its text is known.
    pub country: Option<Country>,
    /// The country as printed.
    pub country_text: Option<String>,
    /// What else the source says of the address.
    pub note: Option<String>,
}

impl Address {
    /// An address from its parts; empty ones are left out and `full` is made of the rest.
    pub fn from_parts(street: &str, city: &str, region: &str, postal_code: &str, country: &str) -> Self {
        let some = |s: &str| {
            let s = s.trim();
            (!s.is_empty()).then(|| s.to_string())
        };
        let (street, city, region, postal_code) = (some(street), some(city), some(region), some(postal_code));
        let parts = [&street, &city, &region, &postal_code];
        let full = parts.iter().filter_map(|p| p.as_deref()).collect::<Vec<_>>().join(", ");
        let country_text = some(country);
        let country = country_text.as_deref().and_then(Country::parse);
        Self { full, street, city, region, postal_code, country, country_text, note: None }
    }

    /// Says the source nothing at all here?
    pub fn is_empty(&self) -> bool {
        self.full.is_empty() && self.country_text.is_none() && self.country.is_none() && self.note.is_none()
    }
}

macro_rules! properties {
    ($($(#[$doc:meta])* $variant:ident = $ftm:literal),+ $(,)?) => {
        /// A property that a source states of an entity, beside names, identifiers, addresses, links and listings.
        ///
        /// Property names are FollowTheMoney's where it has one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub enum Property {
            $($(#[$doc])* $variant),+
        }

        impl Property {
            /// The FollowTheMoney name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $ftm),+ }
            }

            /// The property of this FollowTheMoney name.
            pub fn parse(name: &str) -> Option<Self> {
                match name { $($ftm => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

properties! {
    /// Date of birth.
    BirthDate = "birthDate",
    /// Date of death.
    DeathDate = "deathDate",
    /// Date of founding or incorporation.
    IncorporationDate = "incorporationDate",
    /// Date of dissolution.
    DissolutionDate = "dissolutionDate",
    /// Date on which a ship or aircraft was built.
    BuildDate = "buildDate",
    /// Country of a person's nationality.
    Nationality = "nationality",
    /// Country of citizenship, where the source tells it from nationality.
    Citizenship = "citizenship",
    /// Country under whose law a body is formed.
    Jurisdiction = "jurisdiction",
    /// A country tied to the entity, the source does not say how.
    Country = "country",
    /// Country of residence.
    Residence = "residence",
    /// Flag of a ship.
    Flag = "flag",
    /// Flags that a ship had before.
    PastFlags = "pastFlags",
    /// Country of birth.
    BirthCountry = "birthCountry",
    /// Place of birth.
    BirthPlace = "birthPlace",
    /// Gender as printed.
    Gender = "gender",
    /// Title, honorific.
    Title = "title",
    /// Office, function, job.
    Position = "position",
    /// Ethnic background.
    Ethnicity = "ethnicity",
    /// Religion.
    Religion = "religion",
    /// Physical description.
    Appearance = "appearance",
    /// Father's name.
    FatherName = "fatherName",
    /// Mother's name.
    MotherName = "motherName",
    /// Legal form or type of a body.
    LegalForm = "legalForm",
    /// Branch of business.
    Sector = "sector",
    /// Electronic mail address.
    Email = "email",
    /// Telephone or fax number.
    Phone = "phone",
    /// Web site.
    Website = "website",
    /// Type of ship or aircraft.
    Type = "type",
    /// Model of an aircraft.
    Model = "model",
    /// Operator of a ship or aircraft, as printed.
    Operator = "operator",
    /// Owner, as printed.
    Owner = "owner",
    /// Tonnage, in the unit that the source prints (gross register tons unless it says otherwise).
    Tonnage = "tonnage",
    /// Gross tonnage.
    GrossTonnage = "grossRegisteredTonnage",
    /// Dead weight tonnage.
    DeadweightTonnage = "deadweightTonnage",
    /// Length in metres, unless the source says otherwise.
    Length = "length",
    /// Currency of a wallet.
    Currency = "currency",
    /// Warning of secondary sanctions, transaction prohibitions and the like that the source attaches.
    Warning = "warning",
    /// Text that fits nowhere else.
    Notes = "notes",
    /// Topic tags of FollowTheMoney.
    Topics = "topics",
    /// Legal status, e.g. "UN listed on its own".
    Status = "status",
}

/// A date with the property that it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Dated {
    /// Which date.
    pub property: Property,
    /// The days that it may be.
    pub span: DateSpan,
}

/// A country with the property that it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Territory {
    /// Which: nationality, jurisdiction, flag, ...
    pub property: Property,
    /// The country, where its text is known.
    pub country: Option<Country>,
    /// As printed.
    pub text: String,
}

impl Territory {
    /// A territory from its printed text.
    pub fn parse(property: Property, text: &str) -> Self {
        let text = text.trim();
        Self { property, country: Country::parse(text), text: text.to_string() }
    }
}

/// Any other statement: a property and its value as printed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fact {
    /// Which property.
    pub property: Property,
    /// The value as printed.
    pub value: String,
}

/// An entity as one source names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// The source, for example `us-sdn` or `un`.
    pub source: String,
    /// The entity's id as the authority writes it, unique within the source.
    pub id: String,
    /// What it is.
    pub schema: Schema,
    /// Its names; the first is the primary one.
    pub names: Vec<Name>,
    /// Its numbers and codes.
    pub identifiers: Vec<Identifier>,
    /// Its dates.
    pub dates: Vec<Dated>,
    /// Its countries.
    pub territories: Vec<Territory>,
    /// Its addresses.
    pub addresses: Vec<Address>,
    /// What else the source states.
    pub facts: Vec<Fact>,
    /// Its ties to other parties.
    pub links: Vec<Link>,
    /// The listings under which the source has it.
    pub listings: Vec<Listing>,
    /// The record that it was read from.
    pub record: SourceRecord,
}

impl Entity {
    /// An entity of which only source, id and schema are known.
    pub fn new(source: impl Into<String>, id: impl Into<String>, schema: Schema) -> Self {
        Self {
            source: source.into(),
            id: id.into(),
            schema,
            names: Vec::new(),
            identifiers: Vec::new(),
            dates: Vec::new(),
            territories: Vec::new(),
            addresses: Vec::new(),
            facts: Vec::new(),
            links: Vec::new(),
            listings: Vec::new(),
            record: SourceRecord::default(),
        }
    }

    /// The name under which it is listed; empty for an entity without names.
    pub fn name(&self) -> &str {
        self.names.iter().find(|n| n.kind == NameKind::Primary).or(self.names.first()).map_or("", |n| &n.text)
    }

    /// Adds a name, unless it is blank or there already with the same kind or a stronger one.
    pub fn add_name(&mut self, name: Name) {
        let mut name = name;
        if name.text.trim().len() != name.text.len() {
            name.text = name.text.trim().to_string();
        }
        if !name.text.is_empty() && !self.names.iter().any(|n| n.text == name.text && n.kind <= name.kind) {
            self.names.push(name);
        }
    }

    /// Adds an identifier, unless its value is blank or it is there already.
    pub fn add_identifier(&mut self, id: Identifier) {
        if !id.value.trim().is_empty() && !self.identifiers.contains(&id) {
            self.identifiers.push(id);
        }
    }

    /// Adds a date, unless it is there already.
    pub fn add_date(&mut self, property: Property, span: DateSpan) {
        let dated = Dated { property, span };
        if !self.dates.contains(&dated) {
            self.dates.push(dated);
        }
    }

    /// Adds a date by its printed text; a text that is no date is kept as a note ("birthDate: early in the year"), never dropped.
    pub fn add_date_text(&mut self, property: Property, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        match DateSpan::parse(text) {
            Some(span) => self.add_date(property, span),
            None => self.add_fact(Property::Notes, &format!("{}: {text}", property.name())),
        }
    }

    /// Adds a country by its printed text, unless blank or there already.
    pub fn add_territory(&mut self, property: Property, text: &str) {
        let territory = Territory::parse(property, text);
        if !territory.text.is_empty() && !self.territories.contains(&territory) {
            self.territories.push(territory);
        }
    }

    /// Adds an address, unless it says nothing or is there already.
    pub fn add_address(&mut self, address: Address) {
        if !address.is_empty() && !self.addresses.contains(&address) {
            self.addresses.push(address);
        }
    }

    /// Adds a statement, unless blank or there already.
    pub fn add_fact(&mut self, property: Property, value: &str) {
        let value = value.trim();
        if !value.is_empty() && !self.facts.iter().any(|f| f.property == property && f.value == value) {
            self.facts.push(Fact { property, value: value.to_string() });
        }
    }

    /// Adds a tie, unless it is there already.
    pub fn add_link(&mut self, link: Link) {
        let says_nothing = link.name.is_empty() && link.id.is_none();
        if !says_nothing && !self.links.contains(&link) {
            self.links.push(link);
        }
    }

    /// The dates of one property.
    pub fn dates_of(&self, property: Property) -> impl Iterator<Item = &DateSpan> {
        self.dates.iter().filter(move |d| d.property == property).map(|d| &d.span)
    }

    /// The statements of one property.
    pub fn facts_of(&self, property: Property) -> impl Iterator<Item = &str> {
        self.facts.iter().filter(move |f| f.property == property).map(|f| f.value.as_str())
    }

    /// All programme tags of all listings, in order, without repetition.
    pub fn programmes(&self) -> Vec<&str> {
        let mut out: Vec<&str> = Vec::new();
        for p in self.listings.iter().flat_map(|l| &l.programmes) {
            if !out.contains(&p.as_str()) {
                out.push(p);
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_that_cannot_be_read_is_kept_as_text() {
        let mut e = Entity::new("un", "CDi.001", Schema::Person);
        e.add_date_text(Property::BirthDate, "1971");
        e.add_date_text(Property::BirthDate, "in the rainy season");
        assert_eq!(e.dates_of(Property::BirthDate).count(), 1);
        assert_eq!(e.facts_of(Property::Notes).next(), Some("birthDate: in the rainy season"));
    }

    #[test]
    fn a_name_is_not_repeated_but_a_stronger_use_of_it_is_kept() {
        let mut e = Entity::new("un", "1", Schema::Person);
        e.add_name(Name::new(NameKind::WeakAlias, "Abu A "));
        e.add_name(Name::new(NameKind::WeakAlias, "Abu A"));
        e.add_name(Name::new(NameKind::Alias, "Abu A"));
        assert_eq!(e.names.len(), 2);
    }
}
