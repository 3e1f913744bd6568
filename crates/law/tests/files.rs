//! The files of law that ship are sound, and what is wrong with a file is said in words for a lawyer.

use interdict_law::{Law, Source, When, shipped};

fn read(text: &str) -> Vec<String> {
    let sources = [
        Source { path: "us/nexus.toml", text: include_str!("../../../law/us/nexus.toml") },
        Source { path: "us/test.toml", text },
    ];
    match Law::read(&sources) {
        Ok(_) => Vec::new(),
        Err(bad) => bad.0.iter().map(ToString::to_string).collect(),
    }
}

const HEAD: &str = "[instrument]\nid = \"us/test\"\nauthority = \"us\"\ntitle = \"T\"\nzone = \"America/New_York\"\n";

fn measure(when: &str) -> String {
    format!(
        "{HEAD}\n[[measure]]\nid = \"m\"\ntitle = \"T\"\nkind = \"import\"\nforbids = \"F\"\neffect = \"prohibited\"\nsince = \"2021-01-01\"\nnexus = \"us.standard\"\neach = \"goods\"\nwhen = [{when}]\narticle = \"A\"\nconfidence = \"found\"\nsource = \"S\"\n"
    )
}

#[test]
fn the_shipped_files_are_sound_and_all_of_them_are_shipped() {
    if let Err(bad) = Law::read(shipped::FILES) {
        panic!("{bad}");
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../law");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("law/") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().to_string();
        if path.is_dir() {
            for file in std::fs::read_dir(&path).expect("a folder") {
                let file = file.expect("a file").file_name().to_string_lossy().to_string();
                found.push(format!("{name}/{file}"));
            }
        } else {
            found.push(name);
        }
    }
    found.retain(|f| f.ends_with(".toml"));
    found.sort();
    let mut shipped: Vec<&str> = shipped::FILES.iter().map(|f| f.path).collect();
    shipped.sort_unstable();
    assert_eq!(found, shipped);
}

#[test]
fn law_names_six_authorities_and_every_measure_its_source() {
    let law = Law::shipped();
    let mut codes: Vec<&str> = law.authorities().iter().map(|a| a.as_str()).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["ca", "ch", "eu", "lt", "uk", "us"]);
    let at = When::parse("2026-11-25").expect("a day");
    for row in law.list(&at) {
        let sheet = law.show(&row.measure, &at).pop().expect("a sheet");
        assert!(!sheet.source.is_empty() && !sheet.article.is_empty() && !sheet.when.is_empty(), "{}", row.measure);
    }
}

#[test]
fn a_sound_measure_is_read() {
    assert_eq!(read(&measure("{ fact = \"from\", is = [\"BY\"] }")), Vec::<String>::new());
}

#[test]
fn every_slip_is_named_with_file_line_place_and_what_was_wanted() {
    let slips = [
        (
            measure("{ fact = \"goods.colour\", is = [\"red\"] }"),
            "line 16, measure m: found fact = \"goods.colour\"; wanted one of act, from",
        ),
        (
            measure("{ fact = \"from\", before = \"2021-01-01\" }"),
            "found from without what is asked of it, or with what does not fit it; wanted is = [\"BY\"]",
        ),
        (
            measure("{ fact = \"from\", is = [\"Belarus\"] }"),
            "found country \"Belarus\"; wanted an ISO 3166-1 alpha-2 code",
        ),
        (
            measure("{ fact = \"party.role\", is = \"seller\" }"),
            "party.role, which is a fact of party, asked of goods; wanted each = \"party\"",
        ),
        (measure("{ fact = \"goods.code\", within = \"us/test/X\" }"), "within = \"us/test/X\"; wanted one of"),
        (measure("{ }"), "a condition of no form, or of two"),
        (measure("{ fact = \"from\", is = [\"BY\"], claimed = \"x\" }"), "a condition of no form, or of two"),
        (measure("{ listed = { by = \"us\" } }"), "listed, asked of goods"),
        (
            measure("{ some = \"party\", when = [{ listed = { by = \"fr\" } }] }"),
            "by = \"fr\"; wanted an authority that has a file",
        ),
        (
            measure("{ some = \"party\", when = [{ listed = { by = \"us\", owned = \"mine\" } }] }"),
            "owned = \"mine\"; wanted one of ofac",
        ),
        (
            measure("{ fact = \"from\", is = [\"BY\"] }").replace("2021-01-01", "soon"),
            "found \"soon\"; wanted a version of this file",
        ),
        (
            measure("{ fact = \"from\", is = [\"BY\"] }").replace("us.standard", "us.other"),
            "nexus = \"us.other\"; wanted one of us.standard",
        ),
        (
            measure("{ fact = \"from\", is = [\"BY\"] }").replace("id = \"us/test\"", "id = \"us/tset\""),
            "wanted \"us/test\", as the file is named",
        ),
        (
            measure("{ fact = \"from\", is = [\"BY\"] }").replace("America/New_York", "Mars"),
            "zone = \"Mars\"; wanted an IANA zone",
        ),
        (
            measure("{ fact = \"from\", is = [\"BY\"] }").replace("confidence = \"found\"", "confidence = \"sure\""),
            "unknown variant `sure`",
        ),
        (measure("{ fact = \"from\", is = [\"BY\"] }").replace("article", "artikel"), "unknown field `artikel`"),
    ];
    for (text, wanted) in slips {
        let said = read(&text);
        assert!(said.iter().any(|line| line.contains(wanted)), "wanted {wanted:?}\nsaid {said:#?}");
        assert!(said.iter().all(|line| line.starts_with("us/test.toml line ")), "{said:#?}");
    }
}

#[test]
fn all_slips_of_a_file_are_named_at_once() {
    let two = measure("{ fact = \"goods.colour\", is = [\"red\"] }, { fact = \"from\", is = [\"Belarus\"] }");
    assert_eq!(read(&two).len(), 2, "{:#?}", read(&two));
}

#[test]
fn an_exit_that_asks_for_nothing_or_a_wind_down_without_an_end_is_refused() {
    let exit = |kind: &str, when: &str| {
        let exit = format!(
            "\n[[measure.exit]]\nid = \"e\"\ntitle = \"E\"\nkind = \"{kind}\"\nwhen = [{when}]\narticle = \"A\"\nconfidence = \"found\"\nsource = \"S\"\n"
        );
        read(&(measure("{ fact = \"from\", is = [\"BY\"] }") + &exit))
    };
    assert!(exit("carve_out", "").iter().any(|l| l.contains("an exit without a condition")));
    assert!(exit("wind_down", "{ claimed = \"x\" }").iter().any(|l| l.contains("a wind-down without an end")));
    assert_eq!(exit("carve_out", "{ claimed = \"x\" }"), Vec::<String>::new());
}

#[test]
fn the_hash_names_the_law_and_changes_with_every_letter() {
    let one = Law::read(&[Source { path: "us/nexus.toml", text: include_str!("../../../law/us/nexus.toml") }])
        .expect("sound");
    let text = include_str!("../../../law/us/nexus.toml").replace("wherever it is", "wherever it be");
    let two = Law::read(&[Source { path: "us/nexus.toml", text: &text }]).expect("sound");
    assert_eq!(one.hash().len(), 64);
    assert_ne!(one.hash(), two.hash());
}
