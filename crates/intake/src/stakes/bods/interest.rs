//! One interest: what it is made of, how much, and from when to when.

use crate::stakes::json::{Unknown, text};
use interdict_lists::Problem;
use interdict_model::PartialDate;
use interdict_own::{Kind, Range, Share};
use serde_json::Value;

/// What an interest is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Made {
    Of(Kind),
    /// The right to what is left when an entity is wound up.
    Surplus,
    /// Leading or managing, which is no stake.
    Direction,
}

/// An interest.
#[derive(Clone, Debug)]
pub(super) struct Interest {
    /// Its type as the standard of today writes it.
    pub kind: String,
    pub made: Made,
    pub share: Range,
    pub indirect: bool,
    pub from: Option<PartialDate>,
    pub to: Option<PartialDate>,
}

const FIELDS: [&str; 9] = [
    "type",
    "directOrIndirect",
    "interestLevel",
    "beneficialOwnershipOrControl",
    "share",
    "startDate",
    "endDate",
    "details",
    "exactOrEstimated",
];
const BOUNDS: [&str; 5] = ["exact", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];

/// The codelist `interestType` of 0.2 to 0.4 in small letters without dashes, and what each is made of. What gives rights whose weight is not said
/// (trusts, contracts, nominees) is a share that is not known.
const TYPES: [(&str, Made); 28] = [
    ("shareholding", Made::Of(Kind::Shares)),
    ("votingrights", Made::Of(Kind::Votes)),
    ("appointmentofboard", Made::Of(Kind::Control)),
    ("influenceorcontrol", Made::Of(Kind::Control)),
    ("otherinfluenceorcontrol", Made::Of(Kind::Control)),
    ("otherinfluenceorcontroloftrust", Made::Of(Kind::Control)),
    ("controlviacompanyrulesorarticles", Made::Of(Kind::Control)),
    ("controlbylegalframework", Made::Of(Kind::Control)),
    ("rightstosurplusassets", Made::Surplus),
    ("rightstosurplusassetsondissolution", Made::Surplus),
    ("boardmember", Made::Direction),
    ("boardchair", Made::Direction),
    ("seniormanagingofficial", Made::Direction),
    ("settlor", Made::Of(Kind::Shares)),
    ("settloroftrust", Made::Of(Kind::Shares)),
    ("trustee", Made::Of(Kind::Shares)),
    ("trusteeoftrust", Made::Of(Kind::Shares)),
    ("protector", Made::Of(Kind::Shares)),
    ("protectoroftrust", Made::Of(Kind::Shares)),
    ("beneficiaryoflegalarrangement", Made::Of(Kind::Shares)),
    ("beneficiaryoftrust", Made::Of(Kind::Shares)),
    ("rightstoprofitorincome", Made::Of(Kind::Shares)),
    ("rightsgrantedbycontract", Made::Of(Kind::Shares)),
    ("conditionalrightsgrantedbycontract", Made::Of(Kind::Shares)),
    ("enjoymentanduseofassets", Made::Of(Kind::Shares)),
    ("righttoprofitorincomefromassets", Made::Of(Kind::Shares)),
    ("nominee", Made::Of(Kind::Shares)),
    ("nominator", Made::Of(Kind::Shares)),
];
/// Types that say themselves that nothing is known.
const NOT_TOLD: [&str; 4] = ["", "unknown", "unknowninterest", "unpublishedinterest"];

impl Interest {
    /// An interest of which nothing is said.
    pub(super) fn unknown() -> Self {
        let kind = "unknown".to_string();
        Self { kind, made: Made::Of(Kind::Shares), share: Range::UNKNOWN, indirect: false, from: None, to: None }
    }

    /// Nothing of it, up to all that it may be.
    pub(super) fn at_most(&self) -> Range {
        Range { low: Share::NONE, ..self.share }
    }

    /// Reads an interest. What cannot be read of it is named and not known.
    pub(super) fn read(value: &Value, unknown: &mut Unknown, problem: &mut impl FnMut(Problem)) -> Self {
        unknown.watch(value, "interests", &FIELDS);
        let kind = text(value, "type").replace(['-', '_'], "").to_lowercase();
        let made = TYPES.iter().find(|(t, _)| *t == kind).map(|(_, made)| *made);
        if made.is_none() && !NOT_TOLD.contains(&kind.as_str()) {
            unknown.count(&format!("interest type {}, taken as an unknown share", text(value, "type")));
        }
        let mut date = |field: &str| match text(value, field) {
            "" => None,
            date => {
                let bad = Problem::new(format!("{date:?}"), "a day, a month or a year");
                date.parse()
                    .map_err(|_| problem(bad.in_field(format!("interests.{field}")).advise("taken as not known")))
                    .ok()
            }
        };
        let (from, to) = (date("startDate"), date("endDate"));
        let stated = value.get("share").unwrap_or(&Value::Null);
        unknown.watch(stated, "interests.share", &BOUNDS);
        let share = share(stated).unwrap_or_else(|found| {
            let bad = Problem::new(found, "exact, minimum and maximum from 0 to 100, the least not past the most");
            problem(bad.in_field("interests.share").advise("taken as not known"));
            Range::UNKNOWN
        });
        let level = [text(value, "directOrIndirect"), text(value, "interestLevel")].concat();
        let (kind, made) = match made {
            // A share of a right whose weight is not said is a share of that right, and not of the entity.
            Some(Made::Of(Kind::Shares)) if kind != "shareholding" => {
                return Self {
                    kind,
                    made: Made::Of(Kind::Shares),
                    share: Range::UNKNOWN,
                    indirect: level == "indirect",
                    from,
                    to,
                };
            }
            Some(made) => (kind, made),
            None => ("unknown".to_string(), Made::Of(Kind::Shares)),
        };
        Self { kind, made, share, indirect: level == "indirect", from, to }
    }
}

/// The share that the bounds state; all of it where there are none.
fn share(stated: &Value) -> Result<Range, String> {
    let bound = |field: &str| -> Result<Option<Share>, String> {
        match stated.get(field) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Number(n)) => Share::parse(&n.to_string()).map(Some).map_err(|e| format!("{field}: {e}")),
            Some(Value::String(s)) => Share::parse(s).map(Some).map_err(|e| format!("{field}: {e}")),
            Some(other) => Err(format!("{field}: {other}")),
        }
    };
    // In 0.2 and 0.3 whether an end counts is a yes or no beside it.
    let no = |field: &str| stated.get(field).and_then(Value::as_bool);
    if let Some(exact) = bound("exact")? {
        return Ok(Range::exact(exact));
    }
    let excluded = |field: &str| if no(field).is_some() { Ok(None) } else { bound(field) };
    let (least, most) = (bound("minimum")?, bound("maximum")?);
    let above = excluded("exclusiveMinimum")?.or(least.filter(|_| no("exclusiveMinimum") == Some(true)));
    let below = excluded("exclusiveMaximum")?.or(most.filter(|_| no("exclusiveMaximum") == Some(true)));
    let low = above.map(Share::just_above).or(least).unwrap_or(Share::NONE);
    let high = below.map(Share::just_below).or(most).unwrap_or(Share::WHOLE);
    if low > high { Err(stated.to_string()) } else { Ok(Range { low, high }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_ends_of_a_share_count_as_each_version_says() {
        let said = |v: Value| share(&v).map(|r| r.to_string());
        assert_eq!(said(json!({"exact": 33.3})), Ok("33.3 %".into()));
        assert_eq!(said(json!({"exclusiveMinimum": 25, "maximum": 50})), Ok("more than 25 to 50 %".into()));
        assert_eq!(
            said(json!({"minimum": 25, "maximum": 50, "exclusiveMinimum": true, "exclusiveMaximum": false})),
            Ok("more than 25 to 50 %".into())
        );
        assert_eq!(said(json!({"minimum": 75, "exclusiveMaximum": 100})), Ok("75 to less than 100 %".into()));
        assert_eq!(said(json!({})), Ok("unknown share".into()));
        assert!(said(json!({"exact": 120})).is_err() && said(json!({"minimum": 60, "maximum": 40})).is_err());
    }
}
