//! A picture of who stands behind an entity, as SVG: it at the foot, its owners above, the listed marked by a word and a thick frame.
//!
//! The same paths give the same bytes. Every text is escaped; a name too long for its box is cut, and whole in the box's title.

use crate::judge::Step;
use crate::share::Range;
use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write as _;

const WIDTH: i32 = 208;
const HEIGHT: i32 = 48;
const GAP: i32 = 32;
const RISE: i32 = 80;
const MARGIN: i32 = 16;
/// Letters that a box holds in one line.
const LETTERS: usize = 28;

/// What is written into a box.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// The name.
    pub name: String,
    /// A line below it: `listed by eu, us`, `owned under eu, uk`; empty for none.
    pub note: String,
    /// Does a list name it?
    pub listed: bool,
}

/// Draws the stakes that stand behind an entity. A title says what is shown.
pub fn svg(entity: &str, stakes: &[Step], title: &str, label: impl Fn(&str) -> Label) -> String {
    let mut edges: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    let mut owners: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for step in stakes {
        let words = edges.entry((&step.owner, &step.owned)).or_default();
        let held = step.held();
        if !words.contains(&held) {
            words.push(held);
        }
        owners.entry(&step.owned).or_default().push(&step.owner);
    }
    // How far above the foot each stands, at the least: circles end so.
    let mut height: BTreeMap<&str, usize> = BTreeMap::from([(entity, 0)]);
    let mut queue = VecDeque::from([entity]);
    while let Some(owned) = queue.pop_front() {
        let above = height.get(owned).map_or(0, |h| h + 1);
        for owner in owners.get(owned).into_iter().flatten() {
            if !height.contains_key(owner) {
                height.insert(owner, above);
                queue.push_back(owner);
            }
        }
    }
    // That a share is not known says nothing beside what is known of the same tie.
    let unknown = Range::UNKNOWN.to_string();
    for words in edges.values_mut().filter(|w| w.len() > 1) {
        words.retain(|w| *w != unknown);
    }
    let top = height.values().max().copied().unwrap_or(0);
    let mut rows: Vec<Vec<&str>> = vec![Vec::new(); top + 1];
    for (id, above) in &height {
        rows.get_mut(*above).into_iter().for_each(|row| row.push(id));
    }
    let widest = rows.iter().map(Vec::len).max().unwrap_or(1) as i32;
    let width = 2 * MARGIN + widest * WIDTH + (widest - 1).max(0) * GAP;
    let tall = 2 * MARGIN + (top as i32 + 1) * HEIGHT + top as i32 * RISE;
    let mut place: BTreeMap<&str, (i32, i32)> = BTreeMap::new();
    for (above, row) in rows.iter().enumerate() {
        let count = row.len() as i32;
        let left = (width - count * WIDTH - (count - 1).max(0) * GAP) / 2;
        let y = MARGIN + (top - above) as i32 * (HEIGHT + RISE);
        for (at, id) in row.iter().enumerate() {
            place.insert(id, (left + at as i32 * (WIDTH + GAP), y));
        }
    }
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {tall}\" width=\"{width}\" height=\"{tall}\" role=\"img\" \
         font-family=\"Inter, system-ui, sans-serif\" font-size=\"12\">\n<title>{}</title>\n\
         <defs><marker id=\"to\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\">\
         <path d=\"M0 0L8 4L0 8z\" fill=\"#475569\"/></marker></defs>\n",
        escaped(title)
    );
    for ((owner, owned), words) in &edges {
        let (Some((x1, y1)), Some((x2, y2))) = (place.get(owner), place.get(owned)) else { continue };
        // Downwards from foot to head; between two of one height, or upwards, from side to side.
        let down = y1 < y2;
        let (y1, y2) = if down { (y1 + HEIGHT, *y2) } else { (y1 + HEIGHT / 2, y2 + HEIGHT / 2) };
        let (x1, x2) = match (down, x1 < x2) {
            (true, _) => (x1 + WIDTH / 2, x2 + WIDTH / 2),
            (false, true) => (x1 + WIDTH, *x2),
            (false, false) => (*x1, x2 + WIDTH),
        };
        let _ = writeln!(
            out,
            "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"#475569\" marker-end=\"url(#to)\"/>\
             <text x=\"{}\" y=\"{}\" text-anchor=\"middle\" fill=\"#0f172a\" stroke=\"#ffffff\" stroke-width=\"4\" paint-order=\"stroke\">{}</text>",
            (x1 + x2) / 2,
            (y1 + y2) / 2 + 4,
            escaped(&words.join(", "))
        );
    }
    for (id, (x, y)) in &place {
        let Label { name, note, listed } = label(id);
        let (frame, fill) = if listed { (3, "#fee2e2") } else { (1, "#f8fafc") };
        let middle = x + WIDTH / 2;
        let first = y + if note.is_empty() { HEIGHT / 2 + 4 } else { 20 };
        let _ = writeln!(
            out,
            "<g><title>{}</title><rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"4\" fill=\"{fill}\" stroke=\"#475569\" \
             stroke-width=\"{frame}\"/><text x=\"{middle}\" y=\"{first}\" text-anchor=\"middle\" fill=\"#0f172a\">{}</text>",
            escaped(&name),
            escaped(&cut(&name))
        );
        if !note.is_empty() {
            let _ = write!(
                out,
                "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\" fill=\"#475569\">{}</text>",
                y + 37,
                escaped(&cut(&note))
            );
        }
        out.push_str("</g>\n");
    }
    out.push_str("</svg>\n");
    out
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LETTERS {
        return text.to_string();
    }
    text.chars().take(LETTERS - 1).chain(['…']).collect()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // What XML does not allow at all.
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Graph, Kind, Stake, tests};

    #[test]
    fn owners_stand_above_with_what_they_hold_and_texts_are_escaped() {
        let stake =
            |a: &str, b: &str, share: &str| Stake::new(a, b, Range::parse(share).expect("a share"), Kind::Shares);
        let stakes = [stake("X & Sons", "A", "60"), stake("A", "B", ""), stake("B", "A", "10")];
        let graph = Graph::build(stakes, "2022-06-01".parse().expect("a day")).0;
        let test = tests().iter().find(|t| t.id == "ofac").expect("a test");
        let judged = graph.judge(test, &graph.ids(["X & Sons"]).0).expect("answers");
        let stakes = judged.behind("B");
        let label = |id: &str| Label { name: id.into(), note: String::new(), listed: id.starts_with('X') };
        let drawn = svg("B", &stakes, "Who stands behind B <here>", label);
        assert!(drawn.contains("X &amp; Sons") && drawn.contains("60 %") && drawn.contains("unknown share"), "{drawn}");
        assert!(drawn.contains("B &lt;here&gt;") && !drawn.contains("<here>"), "{drawn}");
        let y = |name: &str| -> i32 {
            let title = format!("<title>{name}</title><rect");
            let rest = drawn.split(&title).nth(1).expect("a box");
            rest.split("y=\"").nth(1).and_then(|r| r.split('"').next()).and_then(|n| n.parse().ok()).expect("a number")
        };
        assert!(y("X &amp; Sons") < y("A") && y("A") < y("B"), "{drawn}");
    }
}
