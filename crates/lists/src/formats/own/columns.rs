//! Which column of a user's table says what: the native names, the words that people use instead, and the guess between them.
//!
//! A guess is always a whole-name match of a known word, never a part of one: `name1` is no `name`. What was guessed, and what was
//! not understood, is told to the user.

use interdict_model::{IdKind, NameKind, Property};
use std::collections::BTreeMap;

/// Part of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NamePart {
    Given,
    Middle,
    Family,
}

/// Part of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AddressPart {
    Street,
    City,
    Region,
    PostalCode,
    Country,
}

/// What a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Authority,
    Source,
    List,
    Id,
    Schema,
    Name,
    NamePart(NamePart),
    OtherName(NameKind),
    Programmes,
    Measures,
    From,
    To,
    Amended,
    LegalBasis,
    Identifiers,
    Identifier(IdKind),
    Date(Property),
    Territory(Property),
    Addresses,
    AddressPart(AddressPart),
    Links,
    Facts,
    Fact(Property),
    Reason,
    Certainty,
    References,
}

/// The native columns, in the order of the native header, then the further names that a mapping may use; with the words that are
/// read as them, lower case, without punctuation.
#[rustfmt::skip]
const FIELDS: &[(&str, Field, &str)] = &[
    ("authority", Field::Authority, "sanctioning authority|issuing authority"),
    ("source", Field::Source, "data source"),
    ("list", Field::List, "list name|sanctions list"),
    ("id", Field::Id, "uid|uuid|ref|reference|reference number|reference no|entity id|record id|list id|party id|unique id|customer id|customer no|customer number|customer nr|client id|client no|client number|supplier id|supplier no|vendor id|vendor no|account id|cif|kundennummer|kundennr|kunden nr"),
    ("schema", Field::Schema, "entity type|party type|customer type|client type|sdn type|type|kind"),
    ("name", Field::Name, "full name|fullname|names|whole name|primary name|main name|legal name|registered name|entity name|party name|person name|individual name|company name|company|organisation|organization|organisation name|organization name|business name|customer name|customer|client name|client|supplier name|supplier|vendor name|vendor|counterparty|counterparty name|beneficiary|beneficiary name|account holder|account name|sdn name|vessel name|ship name|firma|firmenname|pavadinimas"),
    ("aliases", Field::OtherName(NameKind::Alias), "alias|aka|akas|a k a|also known as|alt name|alternative name|alternative names|alternate name|alternate names|other names|other name|trading name|trading as|dba"),
    ("weak_aliases", Field::OtherName(NameKind::WeakAlias), "weak alias|weak aka|low quality aka|nickname|nicknames"),
    ("former_names", Field::OtherName(NameKind::Former), "former name|previous name|previous names|formerly|fka|f k a|formerly known as|maiden name|birth name"),
    ("other_script", Field::OtherName(NameKind::OtherScript), "native name|local name|name in original script|original script name|non latin name|original name"),
    ("programmes", Field::Programmes, "programme|program|programs|regime|regimes|sanctions programme|sanctions program|sanctions regime"),
    ("measures", Field::Measures, "measure|sanctions imposed|sanction type|restrictions"),
    ("from", Field::From, "listed on|listed|date listed|listing date|date of listing|start date|valid from|designation date|date designated|effective date"),
    ("to", Field::To, "delisted on|delisted|delisting date|end date|valid to|valid until|expiry of listing"),
    ("identifiers", Field::Identifiers, "identifier"),
    ("birth_date", Field::Date(Property::BirthDate), "dob|d o b|date of birth|birthdate|birthday|birth date|born|birth|geburtsdatum|year of birth|yob"),
    ("nationality", Field::Territory(Property::Nationality), "nationalities"),
    ("countries", Field::Territory(Property::Country), "country|country code|country name|country region"),
    ("addresses", Field::Addresses, "address|full address|registered address|registered office|anschrift|adresse"),
    ("links", Field::Links, ""),
    ("facts", Field::Facts, ""),
    ("reason", Field::Reason, "reasons|grounds|statement of reasons|listing reason|reason for listing"),
    ("certainty", Field::Certainty, "confidence"),
    ("references", Field::References, "source url|url of source|citation|citations"),
    // Not part of the native header, but known under these names.
    ("amended", Field::Amended, "last updated|last amended|date amended|updated on"),
    ("legal_basis", Field::LegalBasis, "legal act|instrument|legal ground"),
    ("given_name", Field::NamePart(NamePart::Given), "first name|firstname|forename|forenames|given names|vorname|imie|vardas"),
    ("middle_name", Field::NamePart(NamePart::Middle), "middlename|middle names|second name|patronymic"),
    ("family_name", Field::NamePart(NamePart::Family), "last name|lastname|surname|nachname|nazwisko|pavarde"),
    ("street", Field::AddressPart(AddressPart::Street), "street address|address line 1|address 1|address line|strasse"),
    ("city", Field::AddressPart(AddressPart::City), "town|locality|ort|city town"),
    ("region", Field::AddressPart(AddressPart::Region), "state|province|state province|county|state or province"),
    ("postal_code", Field::AddressPart(AddressPart::PostalCode), "postcode|post code|zip|zip code|plz"),
    ("address_country", Field::AddressPart(AddressPart::Country), "country of address"),
    ("passport", Field::Identifier(IdKind::Passport), "passport no|passport number|passport nr|passportnumber"),
    ("national_id", Field::Identifier(IdKind::NationalId), "national id no|national id number|identity card|id card|identity number|national identification number|personal code"),
    ("tax_number", Field::Identifier(IdKind::TaxNumber), "tax id|tax no|tax id no|tax number|tin|vat|vat no|vat number|vat id|steuernummer"),
    ("registration_number", Field::Identifier(IdKind::RegistrationNumber), "registration no|registration nr|registration|reg no|reg number|company no|company number|company registration number|company registration no|register number|business registration number|unp"),
    ("swift_bic", Field::Identifier(IdKind::SwiftBic), "bic|swift|swift code|bic code|swift bic"),
    ("imo", Field::Identifier(IdKind::Imo), "imo no|imo number"),
    ("tail", Field::Identifier(IdKind::Tail), "tail no|tail number|aircraft registration"),
    ("msn", Field::Identifier(IdKind::Msn), "manufacturer serial number|construction number"),
    ("lei", Field::Identifier(IdKind::Lei), "lei code|legal entity identifier"),
    ("duns", Field::Identifier(IdKind::Duns), "duns number|duns no|d u n s"),
    ("iban", Field::Identifier(IdKind::Iban), "iban no"),
    ("bank_account", Field::Identifier(IdKind::BankAccount), "account number|account no"),
    ("crypto_address", Field::Identifier(IdKind::CryptoAddress), "wallet|wallet address"),
    ("list_reference", Field::Identifier(IdKind::ListReference), "un reference|other list reference"),
    ("incorporationDate", Field::Date(Property::IncorporationDate), "incorporation date|date of incorporation|established|date of registration|founded"),
    ("jurisdiction", Field::Territory(Property::Jurisdiction), "country of registration|country of incorporation|jurisdiction of incorporation"),
    ("citizenship", Field::Territory(Property::Citizenship), "citizenships"),
    ("residence", Field::Territory(Property::Residence), "country of residence|residence country"),
    ("birthCountry", Field::Territory(Property::BirthCountry), "country of birth|birth country"),
    ("flag", Field::Territory(Property::Flag), "vessel flag|flag state"),
    ("birthPlace", Field::Fact(Property::BirthPlace), "place of birth|pob|birth place|birthplace"),
    ("gender", Field::Fact(Property::Gender), "sex"),
    ("title", Field::Fact(Property::Title), "salutation"),
    ("position", Field::Fact(Property::Position), "job title|function|role|occupation"),
    ("phone", Field::Fact(Property::Phone), "telephone|phone number|mobile|tel"),
    ("email", Field::Fact(Property::Email), "e mail|email address|mail"),
    ("website", Field::Fact(Property::Website), "web|web site|homepage|url"),
    ("sector", Field::Fact(Property::Sector), "industry|branch"),
    ("notes", Field::Fact(Property::Notes), "note|remarks|remark|comment|comments|other information"),
];

/// How many of [`FIELDS`] are the native header.
#[cfg(test)]
const NATIVE: usize = 24;

/// The native header, in order.
#[cfg(test)]
pub(super) fn native_header() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().take(NATIVE).map(|(name, ..)| *name)
}

impl Field {
    /// The field of this native name, or the name of an identifier kind or property.
    pub(super) fn named(name: &str) -> Option<Self> {
        let native = FIELDS.iter().find(|(n, ..)| n.eq_ignore_ascii_case(name)).map(|(_, field, _)| *field);
        native
            .or_else(|| super::cells::id_kind(name).map(Self::Identifier))
            .or_else(|| Property::parse(name).map(Self::of))
    }

    /// The field that holds this property.
    pub(super) fn of(property: Property) -> Self {
        use Property::*;
        match property {
            BirthDate | DeathDate | IncorporationDate | DissolutionDate | BuildDate => Self::Date(property),
            Nationality | Citizenship | Jurisdiction | Country | Residence | Flag | PastFlags | BirthCountry => {
                Self::Territory(property)
            }
            _ => Self::Fact(property),
        }
    }

    /// The field that a column of this title is read as.
    fn guess(title: &str) -> Option<Self> {
        let words = words(title);
        let hit = FIELDS.iter().find(|(name, _, others)| {
            !words.is_empty() && (self::words(name) == words || others.split('|').any(|other| other == words))
        });
        hit.map(|(_, field, _)| *field)
    }

    /// Its native name.
    pub(super) fn name(self) -> String {
        match FIELDS.iter().find(|(_, field, _)| *field == self) {
            Some((name, ..)) => name.to_string(),
            None => match self {
                Self::Identifier(kind) => super::cells::id_word(kind),
                Self::Date(p) | Self::Territory(p) | Self::Fact(p) => p.name().to_string(),
                _ => String::new(),
            },
        }
    }

    /// Does a column of this kind name the party, in whole or in part?
    fn is_name(self) -> bool {
        matches!(self, Self::Name | Self::NamePart(NamePart::Given | NamePart::Family))
    }
}

/// Lower case, one blank for all that is neither letter nor digit.
fn words(title: &str) -> String {
    let lower = title.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A column and what it says.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// Position, from 0.
    pub at: usize,
    /// Its title as the file has it.
    pub title: String,
    /// What it says.
    pub field: Field,
    /// Was that guessed from its title, rather than said by a native name or a mapping?
    pub guessed: bool,
}

/// The columns of a table that are understood.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    pub known: Vec<Column>,
    /// Titles of the columns that are not understood.
    pub unknown: Vec<String>,
}

impl Columns {
    /// Understands a header, `mapped` (title to field) before all guessing.
    pub(super) fn of<'t>(titles: impl IntoIterator<Item = &'t str>, mapped: &BTreeMap<String, Field>) -> Self {
        let mut out = Self::default();
        for (at, title) in titles.into_iter().enumerate() {
            let title = title.trim().trim_start_matches('\u{FEFF}').to_string();
            if title.is_empty() {
                continue;
            }
            let said = mapped.get(&title).copied();
            let native = || Field::named(&title).filter(|f| !mapped.values().any(|m| m == f));
            let guess = || Field::guess(&title).filter(|f| !mapped.values().any(|m| m == f));
            match (said.or_else(native), guess()) {
                (Some(field), _) => out.known.push(Column { at, title, field, guessed: false }),
                (None, Some(field)) => out.known.push(Column { at, title, field, guessed: true }),
                (None, None) => out.unknown.push(title),
            }
        }
        out
    }

    /// Does a column name the party?
    pub(super) fn has_name(&self) -> bool {
        self.known.iter().any(|c| c.field.is_name())
    }

    /// Does the header look like that of a list of parties: a name, and at least one other thing that is known of parties, or
    /// nothing but native columns?
    pub(super) fn looks_like_parties(&self) -> bool {
        // Countries and remarks stand in every table (a list of states, of products): alone they tell only where nothing else is in
        // the table that is not understood.
        let weak = |f: Field| matches!(f, Field::Territory(Property::Country) | Field::Fact(_) | Field::References);
        let others = self.known.iter().any(|c| !c.field.is_name() && (self.unknown.is_empty() || !weak(c.field)));
        let both_parts = self.known.iter().filter(|c| matches!(c.field, Field::NamePart(_))).count() > 1;
        let native = self.unknown.is_empty() && self.known.iter().all(|c| !c.guessed);
        self.has_name() && (others || both_parts || native)
    }

    /// The columns of a field, in the order of the file.
    pub(super) fn all(&self, field: Field) -> impl Iterator<Item = &Column> {
        self.known.iter().filter(move |c| c.field == field)
    }

    /// What the user should know of the guess.
    pub(super) fn notes(&self) -> Vec<String> {
        let guessed = self.known.iter().filter(|c| c.guessed);
        let mut out: Vec<String> =
            guessed.map(|c| format!("column '{}' read as {}", c.title, c.field.name())).collect();
        out.extend(self.unknown.iter().map(|title| format!("column '{title}' is not known and was not read")));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(header: &str) -> Columns {
        Columns::of(header.split(','), &BTreeMap::new())
    }

    #[test]
    fn the_native_header_is_understood_without_a_guess() {
        let header = native_header().collect::<Vec<_>>().join(",");
        assert_eq!(
            header,
            "authority,source,list,id,schema,name,aliases,weak_aliases,former_names,other_script,programmes,measures,from,to,\
             identifiers,birth_date,nationality,countries,addresses,links,facts,reason,certainty,references"
        );
        let columns = columns(&header);
        assert!(columns.notes().is_empty() && columns.known.len() == NATIVE);
    }

    #[test]
    fn people_name_their_columns_in_many_ways() {
        let c = columns("Customer ID,Full Name,D.O.B.,Passport no.,Registration No,Country,Shoe size");
        let fields: Vec<String> = c.known.iter().map(|c| c.field.name()).collect();
        assert_eq!(fields, ["id", "name", "birth_date", "passport", "registration_number", "countries"]);
        assert_eq!(c.unknown, ["Shoe size"]);
        assert_eq!(c.notes()[1], "column 'Full Name' read as name");
    }

    #[test]
    fn a_table_that_is_no_list_of_parties_is_not_taken_for_one() {
        for header in [
            "case_group,schema,name1,name2,is_match,quality,category,notes",
            "REPORTER,PARTNER,PRODUCT,FLOW,STAT_PROCEDURE,PERIOD,VALUE_IN_EUR",
            "name1,relationship,name2",
            "code,product",
            "section,hscode,description,parent,level",
            "Company,Turnover",
            "country,salis,name",
        ] {
            assert!(!columns(header).looks_like_parties(), "{header}");
        }
        for header in ["name", "name,birth_date", "First name,Last name", "Firma,Country", "Surname,DOB"] {
            assert!(columns(header).looks_like_parties(), "{header}");
        }
    }

    #[test]
    fn no_word_is_read_as_two_fields() {
        let mut seen = std::collections::HashMap::new();
        for (name, _, others) in FIELDS {
            for word in others.split('|').filter(|w| !w.is_empty()).map(str::to_string).chain([words(name)]) {
                assert_eq!(words(&word), word, "{word} can never match");
                let other = seen.insert(word.clone(), *name).unwrap_or(name);
                assert_eq!(other, *name, "{word} is read as two fields");
            }
        }
    }
}
