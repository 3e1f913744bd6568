//! Finding the lists in folders: which files make one edition, which are passed over, and when it was published.

#![allow(clippy::expect_used, reason = "a test may fail")]

use interdict_lists::sync::gather::{Gathered, gather};
use interdict_lists::{Basis, Format};
use std::path::{Path, PathBuf};

const MAIN: &str = "101,\"INVENTED TRADING LLC\",-0- ,\"BELARUS\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n\
                    102,\"PERSON, Invented\",\"individual\",\"BELARUS\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 1970.\"\n";
const ADD: &str = "101,9,\"1 Nowhere Street\",\"Minsk\",\"Belarus\",-0- \n102,10,-0- ,-0- ,\"Belarus\",-0- \n";
const ALT: &str = "102,7,\"aka\",\"OTHER, Invented\",-0- \n";

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary directory");
    for (name, text) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("makes");
        std::fs::write(path, text).expect("writes");
    }
    dir
}

fn of(paths: &[PathBuf]) -> Gathered {
    gather(paths, None, "2026-11-01T00:00:00Z".parse().expect("an instant"))
}

/// The editions as file names, relative to the folder.
fn sets(found: &Gathered, dir: &Path) -> Vec<Vec<String>> {
    let short = |name: &str| name.trim_start_matches(&dir.display().to_string()).trim_start_matches('/').to_string();
    found.sets.iter().map(|s| s.parts.iter().map(|p| short(&p.name)).collect()).collect()
}

#[test]
fn files_of_ofac_that_agree_in_folder_and_name_make_one_edition() {
    let dir = folder(&[
        ("2021-07/sdn.csv", MAIN),
        ("2021-07/add.csv", ADD),
        ("2021-07/alt.csv", ALT),
        ("2022-01/SDN.CSV", MAIN),
        ("2022-01/ALT.CSV", ALT),
        ("2022-01/cons_prim.csv", MAIN),
        ("2022-01/cons_alt.csv", ALT),
        ("newer/alt_2025-12.csv", ALT),
        (".hidden/sdn.csv", MAIN),
        ("readme.md", "# what this is"),
    ]);
    let found = of(&[dir.path().to_path_buf()]);
    let wanted: Vec<Vec<&str>> = vec![
        vec!["2021-07/sdn.csv", "2021-07/alt.csv", "2021-07/add.csv"],
        vec!["2022-01/SDN.CSV", "2022-01/ALT.CSV"],
        vec!["2022-01/cons_prim.csv", "2022-01/cons_alt.csv"],
    ];
    assert_eq!(sets(&found, dir.path()), wanted);
    assert!(found.sets.iter().all(|s| s.format == Some(Format::OfacCsv) && s.published.basis == Basis::FileName));
    assert_eq!(found.sets[0].published.at.to_string(), "2021-07-01T00:00:00Z");
    assert!(found.problems.is_empty());
    let reasons: Vec<_> = found.passed_over.iter().map(|p| p.reason.as_str()).collect();
    assert_eq!(reasons.len(), 2, "{reasons:?}");
    assert!(reasons[0].contains("aliases without their main file"), "{reasons:?}");
    assert!(reasons[1].contains("# what this is"), "{reasons:?}");
}

#[test]
fn two_editions_of_one_day_keep_the_order_that_their_names_tell() {
    let dir = folder(&[("sdn_2021-12-02_after.csv", MAIN), ("sdn_2021-12-02_before.csv", MAIN)]);
    let found = of(&[dir.path().to_path_buf()]);
    assert_eq!(sets(&found, dir.path()), [["sdn_2021-12-02_before.csv"], ["sdn_2021-12-02_after.csv"]]);
}

#[test]
fn a_file_that_is_named_must_be_a_list_and_is_read_once() {
    let dir = folder(&[("a.txt", "nothing"), ("add.csv", ADD), ("sdn.csv", MAIN), ("alone/alt.csv", ALT)]);
    let path = |name: &str| dir.path().join(name);
    let found = of(&[path("a.txt"), path("alone/alt.csv"), path("none.csv"), path("sdn.csv"), path("sdn.csv")]);
    assert_eq!(sets(&found, dir.path()), [["sdn.csv"]], "what was not named is not taken");
    assert_eq!(found.sets[0].published.basis, Basis::FileTime);
    assert_eq!(found.problems.len(), 3, "{:?}", found.problems);
}

#[test]
fn a_table_with_its_mapping_is_one_edition_and_a_mapping_alone_is_named() {
    let dir = folder(&[
        ("house.csv", "name,country\nInvented Trading LLC,BY\n"),
        ("house.yaml", "source: house\n"),
        ("odd.csv", "a;b\n1;2\n"),
        ("odd.yml", "source: odd\n"),
        ("lonely.yaml", "source: lonely\n"),
    ]);
    let found = of(&[dir.path().to_path_buf()]);
    let mut sets = sets(&found, dir.path());
    sets.sort();
    assert_eq!(sets, [["house.csv", "house.yaml"], ["odd.csv", "odd.yml"]]);
    assert_eq!(found.passed_over.len(), 1, "{:?}", found.passed_over);
    assert!(found.passed_over[0].path.ends_with("lonely.yaml"));
}

#[test]
fn the_user_s_date_goes_before_the_name_s() {
    let dir = folder(&[("sdn_2021-12-02.csv", MAIN)]);
    let given = "2021-12-02T18:50:00Z".parse().expect("an instant");
    let found = gather(&[dir.path().to_path_buf()], Some(given), given);
    assert_eq!((found.sets[0].published.at, found.sets[0].published.basis), (given, Basis::Given));
}

#[test]
fn the_real_folders_are_told_apart_and_the_statistics_are_passed_over() {
    let data = std::env::var("INTERDICT_TEST_DATA")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data").to_string());
    if !Path::new(&data).is_dir() {
        println!("skipped: the_real_folders_are_told_apart_and_the_statistics_are_passed_over: no test data at {data}");
        return;
    }
    let begun = std::time::Instant::now();
    let found = of(&[Path::new(&data).join("ofac"), Path::new(&data).join("un"), Path::new(&data).join("trade")]);
    let ofac = found.sets.iter().filter(|s| s.format == Some(Format::OfacCsv));
    let sizes: Vec<usize> = ofac.map(|s| s.parts.len()).collect();
    // 2021-07 and 2022-01 with three files each, cons with four, 2 of the day, 6 of the history.
    assert_eq!(sizes.iter().filter(|n| **n == 3).count(), 2, "{sizes:?}");
    assert_eq!(sizes.iter().filter(|n| **n == 4).count(), 1, "{sizes:?}");
    assert_eq!(sizes.len(), 11, "{sizes:?}");
    assert_eq!(found.sets.iter().filter(|s| s.format == Some(Format::UnXml)).count(), 4);
    let orphans = found.passed_over.iter().filter(|p| p.reason.contains("without their main file")).count();
    assert_eq!(orphans, 4);
    assert_eq!(found.passed_over.iter().filter(|p| p.path.contains("eurostat_xlsx")).count(), 22);
    println!("gathered in {:?}", begun.elapsed());
}
