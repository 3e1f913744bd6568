//! What the examples share: the official lists at hand.

use interdict_lists::{Input, OnProblem, formats};
use interdict_model::Entity;
use std::path::{Path, PathBuf};

/// The entities of the newest edition of every official list in the folder of test data.
pub fn lists(data: &Path) -> Vec<Entity> {
    let mut groups: Vec<Vec<PathBuf>> = [
        &["un/un_consolidated_2026-08-01.xml"][..],
        &["ofac/2022-01/sdn.csv.gz", "ofac/2022-01/alt.csv.gz", "ofac/2022-01/add.csv.gz"],
        &["ofac/history/sdn_2024-04-26T184332Z.csv.gz"],
        &["ofac/xml/CONS_ENHANCED.XML"],
        &["ofac/xml/sdn_enhanced_IRGC_filter_2024-08-28.xml"],
        &["ca/ca_sema_2025.xml"],
        &["au/dfat_consolidated.xlsx"],
        &["formats/uk_ofsi_conlist_2018.csv.gz"],
    ]
    .iter()
    .map(|files| files.iter().map(|f| data.join(f)).collect())
    .collect();
    for folder in ["consolidated", "amendments"] {
        let acts = std::fs::read_dir(data.join("eu-journal").join(folder)).into_iter().flatten().flatten();
        let mut acts: Vec<PathBuf> =
            acts.map(|f| f.path()).filter(|p| p.extension().is_some_and(|e| e == "csv")).collect();
        acts.sort();
        groups.extend(acts.into_iter().map(|act| vec![act]));
    }
    let mut entities = Vec::new();
    for group in groups.iter().filter(|g| g.iter().all(|f| f.exists())) {
        let inputs = group.iter().flat_map(|f| Input::open(f).unwrap_or_default()).collect::<Vec<_>>();
        match formats::read(&inputs, OnProblem::GoOn) {
            Ok(read) => entities.extend(read.entities),
            Err(e) => eprintln!("left out: {e}"),
        }
    }
    entities
}
