//! Numbers and codes that name one entity: passports, register numbers, IMO numbers, tails, wallet addresses.

use crate::Country;
use serde::{Deserialize, Serialize};

/// What kind of identifier; each maps to a FollowTheMoney property ([`IdKind::property`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdKind {
    /// Passport, also diplomatic and service passports.
    Passport,
    /// Identity card or national number of a person.
    NationalId,
    /// Tax number of a person or body, of no more specific kind.
    TaxNumber,
    /// Number in a company or business register, of no more specific kind.
    RegistrationNumber,
    /// Russian taxpayer number (INN), 10 or 12 digits.
    Inn,
    /// Russian state register number (OGRN, OGRNIP), 13 or 15 digits.
    Ogrn,
    /// Russian tax registration reason code (KPP).
    Kpp,
    /// Russian classifier of enterprises (OKPO), also "Government Gazette Number".
    Okpo,
    /// Russian bank code (BIK).
    Bik,
    /// Chinese Unified Social Credit Code.
    Uscc,
    /// Legal Entity Identifier, ISO 17442.
    Lei,
    /// Dun & Bradstreet D-U-N-S number.
    Duns,
    /// Business identifier code, ISO 9362.
    SwiftBic,
    /// International Securities Identification Number, ISO 6166.
    Isin,
    /// Ticker on an exchange.
    Ticker,
    /// International Bank Account Number.
    Iban,
    /// Account at a bank, of no more specific kind.
    BankAccount,
    /// IMO ship or company number.
    Imo,
    /// Maritime Mobile Service Identity.
    Mmsi,
    /// Radio call sign.
    CallSign,
    /// Registration mark ("tail number") of an aircraft.
    Tail,
    /// Manufacturer's serial number (MSN, construction number) of an aircraft.
    Msn,
    /// Transponder address (Mode S, ICAO 24 bit) of an aircraft.
    ModeS,
    /// Address on a block chain; the currency stands in [`Identifier::issuer`].
    CryptoAddress,
    /// The same party's number on another list, for example the UN reference that an EU entry names.
    ListReference,
    /// Any other number; its label says which.
    Other,
}

impl IdKind {
    /// The FollowTheMoney property.
    pub fn property(self) -> &'static str {
        match self {
            Self::Passport => "passportNumber",
            Self::NationalId | Self::Other => "idNumber",
            Self::TaxNumber => "taxNumber",
            Self::RegistrationNumber | Self::Tail => "registrationNumber",
            Self::Inn => "innCode",
            Self::Ogrn => "ogrnCode",
            Self::Kpp => "kppCode",
            Self::Okpo => "okpoCode",
            Self::Bik => "bikCode",
            Self::Uscc => "uscCode",
            Self::Lei => "leiCode",
            Self::Duns => "dunsCode",
            Self::SwiftBic => "swiftBic",
            Self::Isin => "isin",
            Self::Ticker => "ticker",
            Self::Iban | Self::BankAccount => "accountNumber",
            Self::Imo => "imoNumber",
            Self::Mmsi => "mmsi",
            Self::CallSign => "callSign",
            Self::Msn => "serialNumber",
            Self::ModeS => "icaoCode",
            Self::CryptoAddress => "publicKey",
            Self::ListReference => "referents",
        }
    }

    /// The kind behind a FollowTheMoney property.
    pub fn from_property(property: &str) -> Option<Self> {
        Some(match property {
            "passportNumber" => Self::Passport,
            "idNumber" => Self::NationalId,
            "taxNumber" | "vatCode" => Self::TaxNumber,
            "registrationNumber" => Self::RegistrationNumber,
            "innCode" => Self::Inn,
            "ogrnCode" => Self::Ogrn,
            "kppCode" => Self::Kpp,
            "okpoCode" => Self::Okpo,
            "bikCode" => Self::Bik,
            "uscCode" => Self::Uscc,
            "leiCode" => Self::Lei,
            "dunsCode" => Self::Duns,
            "swiftBic" => Self::SwiftBic,
            "isin" | "isinCode" => Self::Isin,
            "ticker" => Self::Ticker,
            "accountNumber" => Self::BankAccount,
            "imoNumber" => Self::Imo,
            "mmsi" => Self::Mmsi,
            "callSign" => Self::CallSign,
            "serialNumber" => Self::Msn,
            "icaoCode" => Self::ModeS,
            "publicKey" => Self::CryptoAddress,
            "referents" => Self::ListReference,
            _ => return None,
        })
    }

    /// Does one value of this kind belong to one party in the world, whoever wrote it down?
    ///
    /// Numbers of registers are unique only within their country and register, and are left out.
    pub fn is_global(self) -> bool {
        matches!(
            self,
            Self::Inn
                | Self::Ogrn
                | Self::Uscc
                | Self::Lei
                | Self::Duns
                | Self::SwiftBic
                | Self::Isin
                | Self::Iban
                | Self::Imo
                | Self::Mmsi
                | Self::Msn
                | Self::ModeS
                | Self::CryptoAddress
                | Self::ListReference
        )
    }
}

/// One number or code, as the source gives it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Identifier {
    /// What kind it is.
    pub kind: IdKind,
    /// The number as printed, without label and issuer.
    pub value: String,
    /// The country that issued it, where the source says.
    pub country: Option<Country>,
    /// The issuer, register or (for wallets) currency as printed.
    pub issuer: Option<String>,
    /// The source's own label ("Tax ID No.").
    pub label: Option<String>,
    /// What else the source says of it: dates of issue and expiry, "expired", "false".
    pub note: Option<String>,
}

impl Identifier {
    /// An identifier of which nothing but the value is known.
    pub fn new(kind: IdKind, value: impl Into<String>) -> Self {
        Self { kind, value: value.into(), country: None, issuer: None, label: None, note: None }
    }

    /// The value without spaces and punctuation, upper case: what two writings of one number share. An IMO number loses its prefix.
    pub fn key(&self) -> String {
        let mut key: String = self.value.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
        if self.kind == IdKind::Imo && key.starts_with("IMO") {
            key.drain(..3);
        }
        // Wallets are case sensitive.
        if self.kind == IdKind::CryptoAddress { self.value.trim().to_string() } else { key }
    }
}
