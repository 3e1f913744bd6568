//! OFAC's own vocabulary, one table for all of its formats: what a label says, which programme tag does what.
//!
//! CSV prints a statement as text ("Gender Male"), XML as a label and a value ("Gender", "Male"); the labels are the same. The
//! traps: `Legal Entity Number` is an LEI only where it has the form of one (some are numbers of a national register);
//! an IMO number hides behind three labels; `Registration ID` and `Tax ID No.` of a Russian company are its OGRN and INN, but the
//! label does not say so, and neither does this table.

use interdict_model::{
    Country, DateSpan, Entity, IdKind, Identifier, Link, LinkKind, Listing, Measure, Name, NameKind, PartialDate,
    Property,
};
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a label states of the entity that carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// A number or code.
    Id(IdKind),
    /// A fact.
    Fact(Property),
    /// A date of the entity.
    Date(Property),
    /// A country of the entity.
    Territory(Property),
    /// Another name.
    Name(NameKind),
    /// A tie to another party.
    Link(LinkKind),
    /// What is forbidden: the text belongs to the listing.
    Measure,
    /// A day of the measure ("Listing Date (CMIC)"): of one directive among several, so it stays text and is never the listing's day.
    Day,
}

use IdKind as I;
use Property as P;
use Says::{Date, Day, Fact, Id, Territory};
use labels::LABELS;

mod labels;

/// The table by label, and by the first letter of the label.
static BY_LABEL: LazyLock<HashMap<&str, Says>> = LazyLock::new(|| LABELS.iter().copied().collect());
static BY_LETTER: LazyLock<HashMap<u8, Vec<(&str, Says)>>> = LazyLock::new(|| {
    let mut out: HashMap<u8, Vec<(&str, Says)>> = HashMap::new();
    for (label, says) in LABELS {
        out.entry(label.bytes().next().unwrap_or(0)).or_default().push((label, *says));
    }
    out
});

/// The label as the table has it.
fn fold(label: &str) -> String {
    let label = label.trim().replace('\u{2019}', "'").to_ascii_lowercase();
    label.trim_end_matches([':', ' ', '-']).to_string()
}

/// What this label says; `None` for a label that OFAC has added since.
pub(super) fn says(label: &str) -> Option<Says> {
    let label = fold(label);
    if label.starts_with("digital currency address") {
        return Some(Id(I::CryptoAddress));
    }
    if let Some(says) = BY_LABEL.get(label.as_str()) {
        return Some(*says);
    }
    // "Listing Date (EO 14024 Directive 2)": the act in parentheses is part of the label.
    let bare = label.split(" (").next().unwrap_or_default();
    BY_LABEL.get(bare).copied().filter(|s| *s == Day)
}

/// The kind of number behind a document label; [`IdKind::Other`] where the label does not say.
pub(super) fn id_kind(label: &str) -> IdKind {
    match says(label) {
        Some(Id(kind)) => kind,
        _ => IdKind::Other,
    }
}

/// The label with which a remark begins, as printed, what it says, and the rest of the remark.
pub(super) fn split_label(remark: &str) -> Option<(&str, Says, &str)> {
    let fits = |label: &str| {
        let (head, rest) = (remark.get(..label.len())?, remark.get(label.len()..)?);
        // Remarks print the plain apostrophe in CSV and the typographic one in XML; only CSV is split here.
        (head.eq_ignore_ascii_case(label) && rest.starts_with([' ', ':'])).then_some((head, rest))
    };
    let mut best: Option<(&str, Says, &str)> = None;
    let letter = remark.bytes().next().unwrap_or(0).to_ascii_lowercase();
    for (label, says) in BY_LETTER.get(&letter).into_iter().flatten() {
        if best.is_none_or(|(b, ..)| b.len() < label.len())
            && let Some((head, rest)) = fits(label)
        {
            best = Some((head, *says, rest));
        }
    }
    let (mut label, says, mut rest) = best?;
    if says == Day
        && let Some(open) = rest.strip_prefix(" (")
        && let Some(close) = open.find(')')
    {
        let end = label.len() + 2 + close + 1;
        (label, rest) = (remark.get(..end)?, remark.get(end..)?);
    }
    Some((label, says, rest.trim_start_matches([':', ' ', '-']).trim()))
}

/// States one labelled thing of an entity: "Gender", "Male". `false` where the label is unknown and nothing was stated.
pub(super) fn state(out: &mut Entity, listing: &mut Listing, label: &str, value: &str) -> bool {
    let Some(says) = says(label) else { return false };
    state_as(out, listing, label, says, value);
    true
}

/// Like [`state`], with what the label says known.
pub(super) fn state_as(out: &mut Entity, listing: &mut Listing, label: &str, says: Says, value: &str) {
    let value = value.trim();
    if value.is_empty() {
        return;
    }
    let label = label.trim().trim_end_matches([':', ' ', '-']);
    match says {
        Id(_) => out.add_identifier(identifier(label, value)),
        Fact(P::Warning | P::Notes | P::Appearance) => {
            let property = if let Fact(property) = says { property } else { P::Notes };
            out.add_fact(property, &format!("{label}: {value}"));
        }
        Fact(P::Phone) if label.to_ascii_lowercase().starts_with("fax") => {
            out.add_fact(P::Phone, &format!("{value} (fax)"));
        }
        Fact(property) => out.add_fact(property, value),
        Date(property) => match date(value) {
            Some(span) => out.add_date(property, span),
            None => out.add_date_text(property, value),
        },
        Territory(property) => out.add_territory(property, value),
        Says::Name(kind) => out.add_name(Name::new(kind, value)),
        Says::Link(kind) => out.add_link(Link { kind, name: value.to_string(), id: None, text: None }),
        Says::Measure => state_measure(listing, label, value),
        Day => {
            push(&mut listing.measure_texts, format!("{label}: {value}"));
            // "Listing Date (EO 14024 Directive 2)" is all that CSV prints of that directive.
            let listed = label.starts_with("Listing Date") && label.contains("Directive");
            if let Some(measure) = measure_of(label, "").filter(|m| listed && *m != Measure::Other) {
                add_measure(listing, measure);
            }
        }
    }
}

fn state_measure(listing: &mut Listing, label: &str, value: &str) {
    push(&mut listing.measure_texts, format!("{label}: {value}"));
    if let Some(measure) = measure_of(label, value) {
        add_measure(listing, measure);
    }
}

/// Adds a measure in its place.
pub(super) fn add_measure(listing: &mut Listing, measure: Measure) {
    if let Err(at) = listing.measures.binary_search(&measure) {
        listing.measures.insert(at, measure);
    }
}

fn push(texts: &mut Vec<String>, text: String) {
    if !texts.contains(&text) {
        texts.push(text);
    }
}

/// A date as OFAC prints it: like everyone's, but numeric days stand behind the month.
pub(super) fn date(text: &str) -> Option<DateSpan> {
    if text.contains('/')
        && let Some(day) = PartialDate::parse_us(text)
    {
        return Some(DateSpan::exact(day));
    }
    DateSpan::parse(text)
}

/// A number with what OFAC prints behind it: `8401 (Iran) issued 05 May 2001 expires 04 May 2006`.
pub(super) fn identifier(label: &str, value: &str) -> Identifier {
    let (mut label, mut value) = (label.trim(), value.trim());
    let mut issuer = None;
    if id_kind(label) == I::CryptoAddress {
        // XML has the currency in the label, CSV before the address.
        if let Some((_, currency)) = label.split_once(" - ") {
            issuer = Some(currency.trim().to_string());
            label = label.split(" - ").next().unwrap_or(label);
        } else if let Some((currency, address)) = value.split_once(' ') {
            (issuer, value) = (Some(currency.to_string()), address.trim());
        }
    }
    let behind = [" (", " issued", ", issued", ",issued", " expires", ", expires", " expired", ", expired"];
    let lower = value.to_ascii_lowercase();
    let end = behind.iter().filter_map(|b| lower.find(b)).min().unwrap_or(value.len());
    let (number, mut rest) = value.split_at_checked(end).unwrap_or((value, ""));
    rest = rest.trim_start_matches([',', ' ']);
    let mut country = None;
    if let Some((inside, after)) = rest.strip_prefix('(').and_then(|r| r.split_once(')')) {
        country = Country::parse(inside);
        issuer = issuer.or_else(|| Some(inside.trim().to_string()));
        rest = after.trim_start_matches([',', ' ']);
    }
    let note = rest.trim();
    let kind = kind_by_value(fold(label) == "legal entity number", id_kind(label), number.trim());
    Identifier {
        country,
        issuer,
        label: Some(label.trim().to_string()),
        note: (!note.is_empty()).then(|| note.to_string()),
        ..Identifier::new(kind, number.trim())
    }
}

/// The kind where only the value tells it: an IMO number says so itself, an LEI has 20 characters of which the last two are digits.
fn kind_by_value(label_is_lei: bool, kind: IdKind, value: &str) -> IdKind {
    let imo = value.strip_prefix("IMO").map(str::trim).unwrap_or_default();
    if imo.len() == 7 && imo.bytes().all(|b| b.is_ascii_digit()) {
        return I::Imo;
    }
    let lei = value.len() == 20
        && value.bytes().all(|b| b.is_ascii_alphanumeric())
        && value.ends_with(|c: char| c.is_ascii_digit())
        && value.bytes().any(|b| b.is_ascii_uppercase());
    if lei && label_is_lei { I::Lei } else { kind }
}

/// What a programme tag of the non-SDN lists does; `None` where the tag alone does not say.
///
/// NS-PLC: 31 CFR 594.520 and General License 4, transactions are rejected, not blocked. CMIC: E.O. 13959 as amended by
/// E.O. 14032, securities. 561: 31 CFR 561.201, correspondent accounts. FSE: E.O. 13608, transactions.
pub(super) fn measure_of_programme(tag: &str) -> Option<Measure> {
    let tag = tag.to_ascii_uppercase();
    Some(match tag.as_str() {
        "NS-PLC" => Measure::TransactionBan,
        "561-RELATED" => Measure::CorrespondentAccount,
        t if t.contains("CAPTA") => Measure::CorrespondentAccount,
        t if t.contains("CMIC") || t.contains("CCMC") => Measure::Financing,
        t if t.starts_with("FSE") => Measure::TransactionBan,
        _ => return None,
    })
}

/// The measures of a listing on a non-SDN list: those that its texts say already, else those of its tags, else another one. Never a
/// freeze by itself: what sets these lists apart is that their parties are not blocked.
pub(super) fn add_non_sdn_measures(listing: &mut Listing) {
    for tag in listing.programmes.clone() {
        if let Some(measure) = measure_of_programme(&tag) {
            add_measure(listing, measure);
        }
    }
    if listing.measures.is_empty() {
        add_measure(listing, Measure::Other);
    }
}

/// Does this programme tag stand for a non-SDN list?
///
/// Some tags stand on both sides: `UKRAINE-EO13662` marks the sectoral list, and also blocked parties of the same order. A *file* is
/// the non-SDN list where most of its parties carry such a tag, see [`is_non_sdn_file`].
pub(super) fn is_non_sdn_programme(tag: &str) -> bool {
    let tag = tag.to_ascii_uppercase();
    tag == "UKRAINE-EO13662" || tag.starts_with("NS-") || measure_of_programme(&tag).is_some()
}

/// Is this a file of the non-SDN list, going by the tags of each of its parties? In the SDN list fewer than one in a hundred
/// carries a tag of the other side, in the consolidated non-SDN list nearly all do.
pub(super) fn is_non_sdn_file<'t, T>(parties: impl IntoIterator<Item = T>) -> bool
where
    T: IntoIterator<Item = &'t str>,
{
    let (mut all, mut non_sdn) = (0_u64, 0_u64);
    for tags in parties {
        all += 1;
        non_sdn += u64::from(tags.into_iter().any(is_non_sdn_programme));
    }
    non_sdn * 2 > all
}

/// What a measure text of OFAC forbids: a directive by number where its order has several, else by its words.
///
/// E.O. 13662: directives 1 to 3 limit new debt and equity, 4 bars goods, services and technology for oil projects. E.O. 14024:
/// 1 and 1a bonds, 2 correspondent accounts, 3 new debt and equity, 4 transactions. E.O. 14014: 1 financial services.
pub(super) fn measure_of(label: &str, text: &str) -> Option<Measure> {
    let both = format!("{label} {text}");
    let directive = both.split_once("Subject to Directive ").or_else(|| both.split_once(" Sectoral Directive "));
    let directive =
        directive.or_else(|| both.split_once("Directive ").filter(|(_, d)| d.starts_with(char::is_numeric)));
    let number = directive.and_then(|(_, d)| d.chars().next());
    Some(match number {
        Some('1'..='3') if both.contains("13662") => Measure::Financing,
        Some('4') if both.contains("13662") => Measure::ExportControl,
        Some('1' | '3') if both.contains("14024") => Measure::Financing,
        Some('2') if both.contains("14024") => Measure::CorrespondentAccount,
        Some('4') if both.contains("14024") => Measure::TransactionBan,
        Some('1') if both.contains("14014") => Measure::Services,
        _ => {
            let words = text.to_ascii_lowercase();
            let has = |any: &[&str]| any.iter().any(|w| words.contains(w));
            match () {
                () if words.starts_with("for more information") => return None,
                () if has(&["correspondent", "payable-through", "561 full"]) => Measure::CorrespondentAccount,
                () if has(&["loan", "equity", "debt", "investment", "cmic", "13959"]) => Measure::Financing,
                () if has(&["non-blocking"]) => Measure::Other,
                () if has(&["foreign exchange", "banking transaction", "reject", "transactions"]) => {
                    Measure::TransactionBan
                }
                () if has(&["corporate officer"]) => Measure::TravelBan,
                () if has(&["export-import bank"]) => Measure::Financing,
                () if has(&["export", "procurement"]) => Measure::ExportControl,
                () if has(&["block"]) => Measure::AssetFreeze,
                () if has(&["import"]) => Measure::ImportBan,
                () => Measure::Other,
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_label_wins_and_its_act_belongs_to_it() {
        let (label, says, rest) = split_label("Registration ID 14063277").expect("a label");
        assert_eq!((label, says, rest), ("Registration ID", Id(I::RegistrationNumber), "14063277"));
        let (label, _, rest) = split_label("Listing Date (EO 14024 Directive 2): 24 Feb 2022").expect("a label");
        assert_eq!((label, rest), ("Listing Date (EO 14024 Directive 2)", "24 Feb 2022"));
        let said = split_label("Aircraft Manufacturer's Serial Number (MSN) 1003403082").expect("a label");
        assert_eq!((said.1, said.2), (Id(I::Msn), "1003403082"));
        assert!(split_label("Licensed to trade").is_none(), "a label ends where its word ends");
        assert_eq!(says_of("Aircraft Manufacturer\u{2019}s Serial Number (MSN)"), Some(Id(I::Msn)));
        assert_eq!(says_of("Digital Currency Address - XBT"), Some(Id(I::CryptoAddress)));
    }

    fn says_of(label: &str) -> Option<Says> {
        super::says(label)
    }

    #[test]
    fn every_label_is_folded_and_stands_once() {
        for (at, (label, _)) in LABELS.iter().enumerate() {
            assert_eq!(*label, fold(label));
            assert!(LABELS.iter().skip(at + 1).all(|(other, _)| other != label), "{label} twice");
        }
    }

    #[test]
    fn a_number_takes_its_country_and_its_dates_apart() {
        let id = identifier("Passport", "A1234 (Iran) issued 05 May 2001 expires 04 May 2006");
        assert_eq!((id.kind, id.value.as_str()), (I::Passport, "A1234"));
        assert_eq!(id.country, Country::from_code("IR"));
        assert_eq!(id.note.as_deref(), Some("issued 05 May 2001 expires 04 May 2006"));
        let wallet = identifier("Digital Currency Address", "XBT 1Kuf2Rd8mDyAViwBozGTNYnvWL8uYFrkVo");
        assert_eq!(wallet.issuer.as_deref(), Some("XBT"));
        assert_eq!(wallet.value, "1Kuf2Rd8mDyAViwBozGTNYnvWL8uYFrkVo");
        assert_eq!(wallet, identifier("Digital Currency Address - XBT", &wallet.value));
        assert_eq!(identifier("Vessel Registration Identification", "IMO 7406784").kind, I::Imo);
        assert_eq!(identifier("Legal Entity Number", "851683897 (Netherlands)").kind, I::RegistrationNumber);
    }

    #[test]
    fn directives_are_told_apart_by_their_order() {
        let of = |label| measure_of(label, "Subject to Directive 4");
        assert_eq!(of("Executive Order 13662 Directive Determination -"), Some(Measure::ExportControl));
        assert_eq!(of("Executive Order 14024 Directive Information"), Some(Measure::TransactionBan));
        assert_eq!(measure_of("", "Executive Order 14024 Directive 2"), Some(Measure::CorrespondentAccount));
        assert_eq!(measure_of("", "Block"), Some(Measure::AssetFreeze));
        assert_eq!(measure_of("", "Reject"), Some(Measure::TransactionBan));
    }
}
