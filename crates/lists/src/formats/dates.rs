//! Several dates in one printed text: `1945, 1946`, `12.3.1958 or 13.3.1958`, `(a) 1 May 1960, (b) 2 May 1960`.

use interdict_model::{DateSpan, Entity, Property};

/// Adds the dates of a text. A text of which any part is no date is kept whole, as a note.
pub(super) fn add(out: &mut Entity, property: Property, text: &str) {
    match all(text) {
        Some(spans) => spans.into_iter().for_each(|span| out.add_date(property, span)),
        None => out.add_date_text(property, text),
    }
}

/// The dates of a text; `None` where a part of it is no date.
fn all(text: &str) -> Option<Vec<DateSpan>> {
    let text = text.trim();
    if let Some(span) = DateSpan::parse(text) {
        return Some(vec![span]);
    }
    let text = text.strip_prefix("either ").or(text.strip_prefix("Either ")).unwrap_or(text);
    for separator in [" or ", ";", ",", "\r", "/"] {
        let parts: Vec<&str> = text.split(separator).map(unlabelled).filter(|p| !p.is_empty()).collect();
        if parts.len() > 1 {
            let spans: Option<Vec<Vec<DateSpan>>> = parts.into_iter().map(all).collect();
            if let Some(spans) = spans {
                return Some(spans.concat());
            }
        }
    }
    letters(text).or_else(|| DateSpan::parse(unlabelled(text)).map(|span| vec![span]))
}

/// `a) 1960 b) 1961`: the letters stand between the dates.
fn letters(text: &str) -> Option<Vec<DateSpan>> {
    let mut parts = Vec::new();
    let mut part = String::new();
    for word in text.split_whitespace() {
        let label = word.trim_start_matches('(');
        if label.len() == 2 && label.ends_with(')') && label.starts_with(|c: char| c.is_ascii_lowercase()) {
            parts.push(std::mem::take(&mut part));
        } else {
            part.push(' ');
            part.push_str(word);
        }
    }
    if parts.is_empty() {
        return None;
    }
    parts.push(part);
    let parts = parts.iter().map(|p| p.trim().trim_end_matches([',', ';']).trim()).filter(|p| !p.is_empty());
    parts.map(DateSpan::parse).collect()
}

/// Without the `(a)` before it.
fn unlabelled(text: &str) -> &str {
    let text = text.trim();
    let rest = text.trim_start_matches('(');
    match rest.split_once(')') {
        Some((label, rest)) if label.len() == 1 => rest.trim(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        all(text).unwrap_or_default().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn several_dates_in_one_text_are_all_read() {
        assert_eq!(read("1945, 1946"), ["1945", "1946"]);
        assert_eq!(read("Approximately 1963, 30/01/1972"), ["circa 1963", "1972-01-30"]);
        assert_eq!(read("12.3.1958 or 13.3.1958"), ["1958-03-12", "1958-03-13"]);
        assert_eq!(read("(a) 1.5.1960, (b) 2.5.1960"), ["1960-05-01", "1960-05-02"]);
        assert_eq!(read("a) 1960 b) 2 May 1961"), ["1960", "1961-05-02"]);
        assert_eq!(read("1968/1969"), ["1968 to 1969"]);
    }

    #[test]
    fn a_text_that_is_not_all_dates_is_kept_whole() {
        assert!(
            all("1945, or in the spring after").is_none() && all("").is_none() && all("12 May, 1958 or so").is_none()
        );
        let mut e = Entity::new("x", "1", interdict_model::Schema::Person);
        add(&mut e, Property::BirthDate, "1945, or in the spring after");
        assert_eq!(e.facts_of(Property::Notes).next(), Some("birthDate: 1945, or in the spring after"));
    }
}
