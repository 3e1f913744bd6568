//! What people read, on the shipped case: a change of these words is a change of the program, and is looked at.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use std::process::Command;

fn said(arguments: &[&str]) -> String {
    let home = tempfile::tempdir().expect("a folder");
    let output = Command::new(env!("CARGO_BIN_EXE_interdict"))
        .args(arguments)
        .env("INTERDICT_DATA", home.path())
        .output()
        .expect("the binary runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    // The hash of the law changes with every letter of it, and says nothing to who reads this.
    let hash = &interdict_law::Law::shipped().hash()[..12];
    text.lines().map(|l| format!("{}\n", l.trim_end().replace(hash, "............"))).collect()
}

#[test]
fn a_match_is_told_with_its_listing_its_tokens_and_its_points() {
    insta::assert_snapshot!(said(&["check", "Dzmitry Lukashenka"]));
}

#[test]
fn a_family_name_alone_is_no_match_but_those_who_bear_it_are_named() {
    insta::assert_snapshot!(said(&["check", "Lukashenka"]));
}

#[test]
fn nothing_found_says_where_it_looked() {
    insta::assert_snapshot!(said(&["check", "Zebediah Quimbleforth"]));
}

#[test]
fn the_allies_side_by_side_with_what_is_unknown_named_as_unknown() {
    insta::assert_snapshot!(said(&["compare", "us", "eu", "--as-of", "2026-11-23"]));
}

#[test]
fn the_lags_of_what_is_no_listing() {
    insta::assert_snapshot!(said(&["compare", "--milestones", "--as-of", "2026-11-23"]));
}

#[test]
fn one_party_across_time_and_authorities() {
    insta::assert_snapshot!(said(&["history", "32746"]));
}

#[test]
fn the_case_decided_day_by_day() {
    insta::assert_snapshot!(said(&["decide"]));
}

#[test]
fn one_act_with_its_whole_proof() {
    insta::assert_snapshot!(said(&["decide", "--act", "us-0700-2021-12-08"]));
}

#[test]
fn an_act_with_an_open_question() {
    insta::assert_snapshot!(said(&["decide", "--act", "six-2021-07-05"]));
}

#[test]
fn one_act_over_time() {
    insta::assert_snapshot!(said(&["decide", "--act", "train-2021-12-01", "--timeline", "2021-06-01..2022-12-31"]));
}

#[test]
fn a_measure_as_it_stood_on_a_day() {
    insta::assert_snapshot!(said(&["law", "show", "eu/765-2006/1i", "--as-of", "2021-07-05"]));
}

/// The README shows answers that the program gives.
#[test]
fn the_readme_shows_what_is_said() {
    let readme = include_str!("../../../README.md");
    for arguments in [&["decide"][..], &["check", "Dzmitry Lukashenka"]] {
        let said = said(arguments);
        assert!(readme.contains(said.trim_end()), "README.md shows another answer of {arguments:?} than:\n{said}");
    }
}
