//! The report as PDF: A4, one text column, the words of the command line's proof, the facts and what it all rests on.
//!
//! The same decisions and basis give the same bytes. The font is DejaVu Sans, of which only the letters that occur are embedded; a letter
//! that it does not have (Chinese, Japanese, Korean, Thai) is written by its number in Unicode, `U+4E60`, so that none is lost.

use super::Basis;
use crate::verbs::decide::words;
use interdict_law::Decision;
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::text::{Font, TextDirection};
use krilla::{Document, SerializeSettings};
use miette::miette;
use ttf_parser::Face;

/// A4 in points.
const PAGE: (f32, f32) = (595.0, 842.0);
const MARGIN: f32 = 56.0;
/// Where text ends and the page's foot begins.
const FOOT: f32 = PAGE.1 - MARGIN - 16.0;
const BODY: f32 = 9.0;
const HEADING: f32 = 13.0;
const TITLE: f32 = 18.0;
const SMALL: f32 = 7.5;
/// Lines are so much further apart than their letters are high.
const LEADING: f32 = 1.45;
/// What a blank at the beginning of a line moves it by, in points.
const INDENT: f32 = 5.0;

/// One document with all decisions.
pub fn pdf(decisions: &[Decision], basis: &Basis) -> miette::Result<Vec<u8>> {
    let title = match decisions {
        [one] => format!("Decision on {}", one.id),
        many => format!("Decisions on {} acts", many.len()),
    };
    let mut sheet = Sheet::new(&title, basis)?;
    sheet.line(&title, Style::Title);
    sheet.text(
        &format!(
            "Made on {} by Interdict {}. This says what rules say, because of which facts. It is no legal advice.",
            basis.day, basis.program
        ),
        Style::Body,
    );
    if decisions.len() > 1 {
        sheet.line("All acts", Style::Heading);
        for d in decisions {
            let what = d.act.note.as_deref().unwrap_or(&d.id);
            sheet.text(&format!("{}  {}: {what}", d.as_of, words::whole(d.verdict)), Style::Body);
        }
    }
    for d in decisions {
        let proof = words::proof(d);
        let (first, rest) = proof.split_once('\n').unwrap_or((&proof, ""));
        sheet.line(first, Style::Heading);
        sheet.text(rest, Style::Body);
        sheet.text("\nThe facts, as judged:", Style::Body);
        sheet.text(&serde_json::to_string_pretty(&d.act).unwrap_or_default(), Style::Small);
    }
    sheet.line("What it rests on", Style::Heading);
    for line in [&basis.lists, &basis.law] {
        sheet.text(line, Style::Body);
    }
    if let Some(first) = decisions.first() {
        sheet.text(&format!("Law {}\nLists {}", first.law, first.lists), Style::Small);
    }
    sheet.text(words::LEGEND, Style::Small);
    if !basis.problems.is_empty() {
        sheet.line("Not decided", Style::Heading);
        basis.problems.iter().for_each(|p| sheet.text(p, Style::Body));
    }
    sheet.finish()
}

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Title,
    Heading,
    Body,
    Small,
}

impl Style {
    fn size(self) -> f32 {
        match self {
            Self::Title => TITLE,
            Self::Heading => HEADING,
            Self::Body => BODY,
            Self::Small => SMALL,
        }
    }

    fn bold(self) -> bool {
        matches!(self, Self::Title | Self::Heading)
    }
}

/// A font: to draw with, and to measure with.
struct Letters {
    font: Font,
    face: Face<'static>,
}

impl Letters {
    fn new(bytes: &'static [u8]) -> miette::Result<Self> {
        let font = Font::new(bytes.into(), 0).ok_or_else(|| miette!("the font of reports cannot be read"))?;
        let face = Face::parse(bytes, 0).map_err(|e| miette!("the font of reports cannot be read: {e}"))?;
        Ok(Self { font, face })
    }

    /// The text in letters that the font has.
    fn written(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            // The sign of a licence is a key; the font has another one.
            let c = if c == '⚿' { '⚷' } else { c };
            if self.face.glyph_index(c).is_some() {
                out.push(c);
            } else if c.is_control() {
                out.push(' ');
            } else {
                out.push_str(&format!("U+{:04X} ", u32::from(c)));
            }
        }
        out
    }

    fn width(&self, text: &str, size: f32) -> f32 {
        let of = |c| self.face.glyph_index(c).and_then(|glyph| self.face.glyph_hor_advance(glyph)).unwrap_or(0);
        let units: u32 = text.chars().map(|c| u32::from(of(c))).sum();
        units as f32 * size / f32::from(self.face.units_per_em())
    }

    /// Lines of at most so many points, broken at blanks; a word that is longer than a line, within.
    fn wrapped(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in text.split_inclusive(' ') {
            let fits = |line: &str, more: &str| self.width(&format!("{line}{}", more.trim_end()), size) <= width;
            if let Some(line) = lines.last_mut()
                && fits(line, word)
            {
                line.push_str(word);
                continue;
            }
            if lines.last().is_some_and(|line| !line.is_empty()) {
                lines.push(String::new());
            }
            for c in word.chars() {
                if lines.last().is_some_and(|line| !line.is_empty() && !fits(line, c.encode_utf8(&mut [0; 4]))) {
                    lines.push(String::new());
                }
                lines.last_mut().into_iter().for_each(|line| line.push(c));
            }
        }
        lines
    }
}

/// Lines that wait to be drawn, page by page: how many pages there are stands on each.
struct Sheet {
    regular: Letters,
    bold: Letters,
    metadata: Metadata,
    title: String,
    pages: Vec<Vec<(f32, f32, Style, String)>>,
    y: f32,
}

impl Sheet {
    fn new(title: &str, basis: &Basis) -> miette::Result<Self> {
        let day = basis.day;
        let date =
            DateTime::new(day.year().unsigned_abs()).month(day.month().unsigned_abs()).day(day.day().unsigned_abs());
        let metadata = Metadata::new()
            .title(title.to_string())
            .creator(format!("Interdict {}", basis.program))
            .language("en".to_string())
            .creation_date(date);
        let (regular, bold) = (Letters::new(dejavu::sans::regular())?, Letters::new(dejavu::sans::bold())?);
        let pages = vec![Vec::new()];
        Ok(Self { regular, bold, metadata, title: title.to_string(), pages, y: MARGIN })
    }

    /// One line of a heading, wrapped where it is too long, with room around it.
    fn line(&mut self, text: &str, style: Style) {
        self.y += style.size();
        // A heading does not stand alone at the foot.
        if self.y + 4.0 * style.size() > FOOT {
            self.turn();
        }
        self.text(text, style);
        self.y += style.size() * 0.4;
    }

    /// Text of several lines; blanks at the beginning of a line indent all of it.
    fn text(&mut self, text: &str, style: Style) {
        let size = style.size();
        for line in text.lines() {
            let bare = line.trim_start_matches(' ');
            let indent = (line.len() - bare.len()) as f32 * INDENT;
            let letters = if style.bold() { &self.bold } else { &self.regular };
            let written = letters.written(bare);
            let width = (PAGE.0 - 2.0 * MARGIN - indent).max(100.0);
            for line in letters.wrapped(&written, size, width) {
                if self.y + size * LEADING > FOOT {
                    self.turn();
                }
                self.y += size * LEADING;
                let (y, line) = (self.y, line.trim_end().to_string());
                self.pages.last_mut().into_iter().for_each(|page| page.push((MARGIN + indent, y, style, line.clone())));
            }
        }
    }

    fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.y = MARGIN;
    }

    fn finish(self) -> miette::Result<Vec<u8>> {
        let mut document = Document::new_with(SerializeSettings::default());
        document.set_metadata(self.metadata);
        let count = self.pages.len();
        for (at, lines) in self.pages.into_iter().enumerate() {
            let settings =
                PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| miette!("a page of A4 cannot be made"))?;
            let mut page = document.start_page_with(settings);
            let mut surface = page.surface();
            let mut draw = |x: f32, y: f32, letters: &Letters, size: f32, text: &str| {
                surface.draw_text(Point::from_xy(x, y), letters.font.clone(), size, text, false, TextDirection::Auto);
            };
            for (x, y, style, text) in &lines {
                let letters = if style.bold() { &self.bold } else { &self.regular };
                draw(*x, *y, letters, style.size(), text);
            }
            let foot = PAGE.1 - MARGIN + 8.0;
            let number = format!("{} of {count}", at + 1);
            let title = self.regular.written(&self.title);
            draw(MARGIN, foot, &self.regular, SMALL, &title);
            draw(PAGE.0 - MARGIN - self.regular.width(&number, SMALL), foot, &self.regular, SMALL, &number);
            surface.finish();
            page.finish();
        }
        document.finish().map_err(|e| miette!("the PDF cannot be made: {e:?}"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used, reason = "tests")]

    use super::*;

    #[test]
    fn lines_break_at_blanks_and_no_letter_is_lost() {
        let letters = Letters::new(dejavu::sans::regular()).expect("a font");
        let text =
            "Белаruskali OAO ships potash through Klaipėda, and Averyveryverylongwordthatnolinecanholdwhole ends it";
        let lines = letters.wrapped(text, 10.0, 120.0);
        assert_eq!(lines.concat(), text);
        assert!(lines.len() > 4 && lines.iter().all(|l| letters.width(l.trim_end(), 10.0) <= 120.0), "{lines:?}");
        assert_eq!(letters.written("習 x"), "U+7FD2  x");
        let signs = letters.written(words::LEGEND);
        assert!(!signs.contains("U+"), "a sign of a verdict is not in the font: {signs}");
    }
}
