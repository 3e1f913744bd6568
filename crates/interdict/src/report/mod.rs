//! A report of decisions: one HTML or PDF file that needs nothing else, to read on a screen, to print on A4, to hand to whoever asks.
//!
//! Pure: what it rests on comes in as an argument. Every text of the user's or of a list is escaped, and no verdict is told by colour alone.

mod html;
mod pdf;

pub use html::html;
pub use pdf::pdf;

/// What decisions rest on, beside what they name themselves.
pub struct Basis {
    /// What the lists are, in a sentence.
    pub lists: String,
    /// How many measures of which authorities the law holds, in a sentence.
    pub law: String,
    /// The version of the program.
    pub program: &'static str,
    /// The day on which the report was made.
    pub day: jiff::civil::Date,
    /// Records of the file that could not be decided, as they were named.
    pub problems: Vec<String>,
}
