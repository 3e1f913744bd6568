//! A route in a cell: `Soligorsk BY > Klaipeda LT : rail : LTG Cargo (LT); LT > BR : sea`.
//!
//! Legs stand behind each other with `;`, places of a leg with `>` (those between first and last are passed), mode and carrier behind `:`. A
//! place is a country's code, with its name before it where that is known.

use interdict_law::act::Leg;
use interdict_model::Country;

/// The legs; an error's words where it is no route.
pub(super) fn parse(text: &str) -> Result<Vec<Leg>, String> {
    text.split(';').filter(|leg| !leg.trim().is_empty()).map(leg).collect()
}

fn leg(text: &str) -> Result<Leg, String> {
    let mut parts = text.split(':').map(str::trim);
    let places: Vec<&str> = parts.next().unwrap_or_default().split('>').map(str::trim).collect();
    let [first, between @ .., last] = places.as_slice() else {
        return Err(format!("the leg {:?} has no way: wanted two places, as in BY > LT", text.trim()));
    };
    let (from, from_place) = place(first)?;
    let (to, to_place) = place(last)?;
    let via = between
        .iter()
        .map(|p| place(p).and_then(|(c, _)| c.ok_or_else(|| format!("the place {p:?} passed has no country"))))
        .collect::<Result<_, _>>()?;
    let mode = parts.next().filter(|m| !m.is_empty()).map(str::to_lowercase);
    let known = ["rail", "road", "sea", "air", "inland_water", "pipeline"];
    if let Some(other) = mode.as_deref().filter(|m| !known.contains(m)) {
        return Err(format!("{other:?} is no mode of transport: wanted {}", known.join(", ")));
    }
    let carrier = parts.next().filter(|c| !c.is_empty());
    let (carrier, carrier_country) = match carrier.and_then(|c| c.strip_suffix(')')).and_then(|c| c.rsplit_once('(')) {
        Some((name, code)) => (Some(name.trim().to_string()), Some(country(code.trim())?)),
        None => (carrier.map(str::to_string), None),
    };
    Ok(Leg { from, to, via, from_place, to_place, mode, carrier, carrier_country, ..Leg::default() })
}

/// `Klaipeda LT`, `LT`, or `?` for a place that is not known.
fn place(text: &str) -> Result<(Option<Country>, Option<String>), String> {
    if text.is_empty() || text == "?" {
        return Ok((None, None));
    }
    match text.rsplit_once(char::is_whitespace) {
        Some((name, code)) => Ok((Some(country(code)?), Some(name.trim().to_string()))),
        None => Ok((Some(country(text)?), None)),
    }
}

fn country(code: &str) -> Result<Country, String> {
    Country::parse(code)
        .ok_or_else(|| format!("{code:?} is no country: wanted a code such as BY, behind a place's name"))
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn places_modes_and_carriers_are_read() {
        let legs =
            parse("Soligorsk BY > Klaipeda LT : rail : LTG Cargo (LT); LT > PA > BR : sea; BR > ?").expect("a route");
        assert_eq!(legs.len(), 3);
        assert_eq!((legs[0].from_place.as_deref(), legs[0].carrier.as_deref()), (Some("Soligorsk"), Some("LTG Cargo")));
        assert_eq!(legs[0].carrier_country, Country::from_code("LT"));
        assert_eq!(legs[1].via, [Country::from_code("PA").expect("PA")]);
        assert_eq!((legs[2].to, legs[2].mode.as_deref()), (None, None));
    }

    #[test]
    fn what_is_no_route_says_what_is_wrong() {
        for (text, said) in [
            ("BY", "no way"),
            ("BY > Atlantis : rail", "Atlantis"),
            ("BY > LT : cart", "no mode"),
            ("BY > LT : rail : X (QQ)", "QQ"),
        ] {
            let e = parse(text).expect_err(text);
            assert!(e.contains(said), "{e}");
        }
    }
}
