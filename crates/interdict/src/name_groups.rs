//! The user's own name groups, `DATA/name_groups.txt`: taken in by `sync --name-groups`, used wherever an index is built.

use interdict_lists::Input;
use interdict_screen::NameGroups;
use miette::{Context, IntoDiagnostic, miette};
use std::path::Path;

/// The file within the data folder.
pub const FILE: &str = "name_groups.txt";

/// The name groups of a data folder; none where it has no such file.
pub fn of(folder: &Path) -> miette::Result<NameGroups> {
    let file = folder.join(FILE);
    if !file.exists() {
        return Ok(NameGroups::default());
    }
    read(&file).map(|(groups, _)| groups)
}

/// Copies a file of name groups into a data folder, unless it cannot be read; hands back the groups.
pub fn take_in(file: &Path, folder: &Path) -> miette::Result<NameGroups> {
    let (groups, text) = read(file)?;
    let to = folder.join(FILE);
    let cannot = || format!("{} cannot be written", to.display());
    // Written beside, then renamed: a sync that runs meanwhile reads the old file or the new one.
    let part = folder.join(format!("{FILE}.part"));
    std::fs::write(&part, text).into_diagnostic().wrap_err_with(cannot)?;
    std::fs::rename(&part, &to).into_diagnostic().wrap_err_with(cannot)?;
    Ok(groups)
}

fn read(file: &Path) -> miette::Result<(NameGroups, String)> {
    let mut inputs = Input::open(file).into_diagnostic()?;
    let [input] = inputs.as_mut_slice() else {
        return Err(miette!(help = "give one file of them", "{} is no file of name groups", file.display()));
    };
    let text = input.text().into_diagnostic()?.into_owned();
    let groups = NameGroups::read(&text).into_diagnostic();
    let groups = groups.wrap_err_with(|| format!("{} is no file of name groups", file.display()))?;
    Ok((groups, text))
}
