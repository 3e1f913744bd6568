//! Records cut, read and accounted for; broken files named.

use super::*;
use proptest::prelude::*;

fn names(text: &str, on: OnProblem) -> Result<(Vec<String>, Report), Error> {
    let mut report = Report::default();
    let cuts = cut("l.xml", text, &["p"], on)?;
    let document = cuts.document(on)?;
    let out = document.read("p", true, on, &mut report, |e, _| e.need("n").map(str::to_string))?;
    document.finish(&mut report);
    Ok((out, report))
}

#[test]
fn a_record_inside_a_record_of_the_same_name_stays_in_it() {
    let text = "<list><p><n>A</n><was><p><n>Z</n></p><p/><pq/></was></p><p><n>B</n></p></list>";
    let (out, report) = names(text, OnProblem::Stop).expect("well-formed");
    assert_eq!((out, report.records), (vec!["A".to_string(), "B".to_string()], 2));
}

#[test]
fn records_are_read_in_order_and_what_nobody_took_is_named() {
    let text = "<list date=\"d\"><p id='1'><n>A &amp; B</n><x>?</x></p>\n<p><n><![CDATA[C]]></n></p><empty/></list>";
    let (out, report) = names(text, OnProblem::Stop).expect("well-formed");
    assert_eq!(out, ["A & B", "C"]);
    let unused: Vec<_> = report.unused().map(|(f, _)| f).collect();
    assert_eq!(unused, ["list/@date", "p/@id", "p/x"]);
}

#[test]
fn a_broken_record_stops_or_is_left_out_and_named() {
    let text = "<list>\n<p><n>A</n></p>\n<p><n>B<54</n></p>\n<p><n>C</n></p></list>";
    let e = names(text, OnProblem::Stop).expect_err("broken").to_string();
    assert!(e.starts_with("l.xml, record 2, line 3: found broken XML"), "{e}");
    let (out, report) = names(text, OnProblem::GoOn).expect("goes on");
    assert_eq!(out, ["A", "C"]);
    assert_eq!((report.records, report.read, report.problems.len()), (3, 2, 1));
}

#[test]
fn a_file_cut_short_is_named_as_such() {
    for text in ["<list><p><n>A</n></p><p><n>B", "<list><p><n>A</n></p>", "<list><p", "<list>", "<list><q"] {
        let e = names(text, OnProblem::Stop).expect_err(text).to_string();
        assert!(e.contains("the end of the file inside"), "{text}: {e}");
    }
}

#[test]
fn entities_cannot_be_declared_so_no_bomb_of_them_goes_off() {
    let bomb = "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><list><p><n>&b;</n></p></list>";
    let e = names(bomb, OnProblem::GoOn).expect_err("refused").to_string();
    assert!(e.contains("document type declaration") || e.contains("not declared"), "{e}");
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_without_panic(text in "(<[/!?]?[pn]( a=\"[&;x]{0,3}\")?/?>|[&;<>x]|<!DOCTYPE|]]>|<!--|é){0,24}") {
        let _ = names(&text, OnProblem::GoOn);
        let _ = names(&text, OnProblem::Stop);
    }
}
