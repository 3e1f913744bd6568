//! The files of law that ship with the program, read once.

use crate::check::Source;
use crate::law::Law;
use std::sync::LazyLock;

macro_rules! files {
    ($($path:literal)*) => {
        &[$(Source { path: $path, text: include_str!(concat!("../../../law/", $path)) }),*]
    };
}

/// Every file under `law/`: a test holds the two together.
pub const FILES: &[Source<'static>] = files! {
    "nomenclature.toml"
    "us/nexus.toml"
    "us/eo-13405.toml"
    "us/eo-14038.toml"
    "us/sdn.toml"
    "eu/nexus.toml"
    "eu/765-2006.toml"
    "eu/833-2014.toml"
    "eu/freezes.toml"
    "uk/belarus-2019.toml"
    "uk/freezes.toml"
    "ca/sor-2006-belarus.toml"
    "ch/belarus-2022.toml"
    "lt/ltg-2022.toml"
};

// A test holds that they are sound; empty law would decide nothing, and say so by having no authorities.
static LAW: LazyLock<Law> = LazyLock::new(|| Law::read(FILES).unwrap_or_default());

pub(crate) fn law() -> &'static Law {
    &LAW
}
