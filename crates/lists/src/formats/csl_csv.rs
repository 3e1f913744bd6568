//! US Consolidated Screening List, CSV of data.trade.gov.
//!
//! The traps: several values share a cell, `;` between them; an address is one text that ends in a country code; an id is written
//! `country, number, label`, the country optional and the number free to hold commas.

use super::csl::{self, Id, Party, several};
use super::{Format, Reader};
use crate::Input;
use crate::account::{Meta, OnProblem, Reading, Report};
use crate::problem::Error;
use crate::table::{self, Row, Shape};
use crate::xml;
use interdict_model::{Address, Country};

pub(super) const READER: Reader = Reader {
    format: Format::CslCsv,
    title: "US Consolidated Screening List, CSV",
    schema: "https://www.trade.gov/consolidated-screening-list",
    recognise: |head, _| {
        let first = head.trim_start_matches('\u{FEFF}').lines().next().unwrap_or_default();
        let columns: Vec<&str> = first.split(',').map(|c| c.trim_matches(['"', ' '])).collect();
        ["source", "name", "federal_register_notice", "license_requirement", "alt_names"]
            .iter()
            .all(|c| columns.contains(c))
    },
    read,
};

fn read(inputs: &[Input], on_problem: OnProblem) -> Result<Reading, Error> {
    let mut report = Report::default();
    let mut entities = Vec::new();
    for input in inputs {
        let text = xml::text(input, on_problem, &mut report)?;
        let shape = Shape { required: &["source", "name"], ..Shape::default() };
        table::read(&input.name, &text, shape, on_problem, &mut report, |row| {
            entities.push(csl::entity(party(row), row.source(&input.name))?);
            Ok(())
        })?;
    }
    let meta = Meta { source: csl::SOURCE.into(), published: None, complete: true };
    Ok(Reading { format: Format::CslCsv, meta, entities, report })
}

fn party(row: &Row<'_>) -> Party {
    let text = |column| row.get_or_empty(column).to_string();
    let list = |column| several(row.get_or_empty(column));
    Party {
        id: text("_id"),
        source: text("source"),
        entity_number: text("entity_number"),
        kind: text("type"),
        programmes: list("programs"),
        name: text("name"),
        title: text("title"),
        addresses: list("addresses").iter().map(|a| address(a)).collect(),
        notice: text("federal_register_notice"),
        start: text("start_date"),
        end: text("end_date"),
        standard_order: text("standard_order"),
        license_requirement: text("license_requirement"),
        license_policy: text("license_policy"),
        call_sign: text("call_sign"),
        vessel_type: text("vessel_type"),
        gross_tonnage: text("gross_tonnage"),
        gross_registered_tonnage: text("gross_registered_tonnage"),
        vessel_flag: text("vessel_flag"),
        vessel_owner: text("vessel_owner"),
        remarks: text("remarks"),
        references: [text("source_list_url"), text("source_information_url")]
            .into_iter()
            .filter(|u| !u.is_empty())
            .collect(),
        aliases: list("alt_names"),
        citizenships: list("citizenships"),
        births: list("dates_of_birth"),
        nationalities: list("nationalities"),
        birth_places: list("places_of_birth"),
        ids: list("ids").iter().map(|i| id(i)).collect(),
        countries: Vec::new(),
    }
}

/// "Room 1905, Hong Kong, HK": all in one text, the last part a country code where there is one.
fn address(text: &str) -> Address {
    let (rest, last) = text.rsplit_once(',').unwrap_or(("", text));
    let last = last.trim();
    let code = last.len() == 2 && last.bytes().all(|b| b.is_ascii_uppercase()) && Country::from_code(last).is_some();
    let (full, country) = if code { (rest.trim(), last) } else { (text, "") };
    Address { full: full.to_string(), ..Address::from_parts("", "", "", "", country) }
}

fn id(text: &str) -> Id {
    let Some((value, label)) = text.rsplit_once(',') else {
        return Id { number: text.to_string(), ..Id::default() };
    };
    let (country, number) = match value.split_once(',') {
        Some((country, number)) if Country::from_code(country).is_some() => (country, number),
        _ => ("", value),
    };
    let own = |s: &str| s.trim().to_string();
    Id { label: own(label), number: own(number), country: own(country), ..Id::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use interdict_model::{IdKind, Measure, NameKind, Property, Schema};

    const HEAD: &str = "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,source_information_url,ids\n";

    fn read_text(rows: &str) -> Reading {
        let input = Input::from_bytes("consolidated.csv", format!("{HEAD}{rows}").into_bytes()).expect("unpacks");
        crate::formats::read(&input, OnProblem::Stop).expect("reads")
    }

    #[test]
    fn an_entity_list_row_is_export_control_from_its_day_and_of_unknown_kind() {
        let reading = read_text(
            "a1,Entity List (EL) - Bureau of Industry and Security,,,,Example Parts Ltd.,,\"Room 1, 2 Road, Kowloon, HK; CN\",80 FR 1,2015-11-12,,,For all items subject to the EAR,Presumption of denial.,,,,,,,,http://x,Ex Parts; Example Ltd,,,,,http://y,\n",
        );
        assert_eq!(reading.format, Format::CslCsv);
        assert_eq!(reading.report.unused().count(), 0);
        let e = &reading.entities[0];
        assert_eq!((e.id.as_str(), e.schema), ("a1", Schema::LegalEntity));
        let l = &e.listings[0];
        assert_eq!(l.list, "Entity List (EL) - Bureau of Industry and Security");
        assert_eq!(l.measures, [Measure::ExportControl]);
        assert_eq!(l.from.map(|d| d.to_string()).as_deref(), Some("2015-11-12"));
        assert_eq!(l.measure_texts[1], "license policy: Presumption of denial.");
        assert_eq!(l.legal_basis, ["80 FR 1"]);
        assert_eq!(e.addresses[0].full, "Room 1, 2 Road, Kowloon");
        assert_eq!(e.addresses[1].country.map(|c| c.code().to_string()).as_deref(), Some("CN"));
        assert_eq!(e.names.iter().filter(|n| n.kind == NameKind::Alias).count(), 2);
    }

    #[test]
    fn treasury_rows_carry_numbers_directives_and_ties() {
        let reading = read_text(
            "b1,Specially Designated Nationals (SDN) - Treasury Department,23156,Vessel,DPRK4; SDGT,7-28,,\"\",,,,,,,C1,Tug,1,2,Iran,Own,(Linked To: EXAMPLE CO),u,\"\",,,,,v,\"IMO 8898831, Vessel Registration Identification; North Korea Sanctions Regulations, sections 510.201 and 510.210, Secondary sanctions risk:\"\n\
             b2,Sectoral Sanctions Identifications List (SSI) - Treasury Department,1,Entity,UKRAINE-EO13662,X OAO,,RU,,,,,,,,,,,,,,u,\"\",,,,,v,\"RU, 1137746390572, Registration ID; Subject to Directive 4, Executive Order 13662 Directive Determination -\"\n\
             b3,Denied Persons List (DPL) - Bureau of Industry and Security,,,,SOMEONE,,,,03/04/2002,2056-06-29,Y,,,,,,,,,FR NOTICE ADDED,u,,,,,,v,\n",
        );
        let [ship, company, denied] = &reading.entities[..] else { panic!("three") };
        assert!(ship.identifiers.iter().any(|i| i.kind == IdKind::Imo && i.key() == "8898831"));
        assert_eq!(ship.links[0].name, "EXAMPLE CO");
        assert_eq!(ship.programmes(), ["DPRK4", "SDGT"]);
        assert_eq!(ship.listings[0].measures, [Measure::AssetFreeze]);
        let warning = "Secondary sanctions risk: North Korea Sanctions Regulations, sections 510.201 and 510.210";
        assert_eq!(ship.facts_of(Property::Warning).collect::<Vec<_>>(), [warning]);
        assert_eq!(company.listings[0].measures, [Measure::Financing, Measure::ExportControl]);
        let register = company.identifiers.iter().find(|i| i.kind == IdKind::RegistrationNumber).expect("register");
        assert_eq!((register.value.as_str(), register.country.map(|c| c.name())), ("1137746390572", Some("Russia")));
        assert_eq!(denied.listings[0].from.map(|d| d.to_string()).as_deref(), Some("2002-03-04"));
        assert_eq!(denied.listings[0].to.map(|d| d.to_string()).as_deref(), Some("2056-06-29"));
    }

    #[test]
    fn a_date_that_is_none_and_a_row_without_a_list_are_named() {
        let rows = "c1,,,,,X,,,,soon,,,,,,,,,,,,,,,,,,,\n";
        let input = Input::from_bytes("c.csv", format!("{HEAD}{rows}").into_bytes()).expect("unpacks");
        let e = crate::formats::read(&input, OnProblem::Stop).expect_err("no list").to_string();
        assert!(e.contains("c.csv, record 1, line 2, source: found nothing"), "{e}");
        let rows = rows.replace("c1,,", "c1,X (EL),");
        let input = Input::from_bytes("c.csv", format!("{HEAD}{rows}").into_bytes()).expect("unpacks");
        let e = crate::formats::read(&input, OnProblem::Stop).expect_err("no date").to_string();
        assert!(e.contains("start_date: found \"soon\""), "{e}");
    }
}
