//! FollowTheMoney graphs and the digest that OpenSanctions makes of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use interdict_lists::{Format, Input, OnProblem, Reading, formats};
use interdict_model::{IdKind, LinkKind, Measure, NameKind, Property, Schema};

const GRAPH: &str = r#"{"id":"s1","schema":"Sanction","datasets":["us_ofac_sdn"],"properties":{"entity":["p1"],"authority":["Office of Foreign Assets Control"],"program":["BELARUS-EO14038"],"provisions":["Block"],"startDate":["2021-12-02"],"duration":["open"]}}
{"id":"p1","caption":"Jan Example","schema":"Person","datasets":["us_ofac_sdn"],"first_seen":"2022-01-01","properties":{"name":["Jan Example","Yan Example"],"weakAlias":["Janek"],"birthDate":["1970-04-13"],"nationality":["by"],"passportNumber":["AB1"],"education":["a school"],"wikidataId":["Q1"],"addressEntity":["a1"],"firstName":["Jan"],"lastName":["Example"]}}
{"id":"c1","caption":"Example Ltd","schema":"Company","datasets":["us_ofac_sdn"],"properties":{"name":["Example Ltd"],"registrationNumber":["192050251"]}}
{"id":"o1","schema":"Ownership","datasets":["us_ofac_sdn"],"properties":{"owner":["p1"],"asset":["c1"],"percentage":["51"]}}
{"id":"a1","schema":"Address","datasets":["us_ofac_sdn"],"properties":{"full":["1 Main St, Minsk"],"street":["1 Main St"],"city":["Minsk"],"country":["by"]}}
{"id":"d1","schema":"Passport","datasets":["us_ofac_sdn"],"properties":{"holder":["p1"],"number":["AB1"],"country":["by"]}}
{"id":"s2","schema":"Sanction","datasets":["eu_fsf"],"properties":{"entity":["c1"],"country":["eu"],"listingDate":["2022-06-03"]}}
{"id":"s3","schema":"Sanction","datasets":["mystery"],"properties":{"entity":["c1"]}}
{"id":"x1","schema":"Article","datasets":["us_ofac_sdn"],"properties":{"title":["News"]}}
"#;

fn read(name: &str, text: &str) -> Reading {
    let inputs = Input::from_bytes(name, text.as_bytes().to_vec()).expect("plain text");
    formats::read(&inputs, OnProblem::Stop).expect("reads")
}

#[test]
fn what_a_graph_says_of_a_party_is_put_together() {
    let reading = read("entities.ftm.json", GRAPH);
    assert_eq!(reading.format, Format::Ftm);
    assert_eq!((reading.report.records, reading.report.read, reading.entities.len()), (9, 8, 2));
    let p = &reading.entities[0];
    assert_eq!((p.id.as_str(), p.schema, p.name()), ("p1", Schema::Person, "Jan Example"));
    assert_eq!(
        p.names.iter().map(|n| n.kind).collect::<Vec<_>>(),
        [NameKind::Primary, NameKind::Alias, NameKind::WeakAlias]
    );
    assert_eq!(p.names[0].parts.family.as_deref(), Some("Example"));
    let l = &p.listings[0];
    assert_eq!(
        (l.authority.as_str(), l.list.as_str(), l.programmes[0].as_str()),
        ("us", "us_ofac_sdn", "BELARUS-EO14038")
    );
    assert_eq!(
        (l.from.map(|d| d.to_string()).as_deref(), &l.measures[..]),
        (Some("2021-12-02"), &[Measure::AssetFreeze][..])
    );
    let passports: Vec<_> = p.identifiers.iter().filter(|i| i.kind == IdKind::Passport).collect();
    assert_eq!(passports.len(), 1, "the document and the bare number are one");
    assert_eq!(passports[0].country.map(|c| c.to_string()).as_deref(), Some("BY"));
    assert_eq!(p.addresses[0].city.as_deref(), Some("Minsk"));
    assert_eq!(
        (p.links[0].kind, p.links[0].name.as_str(), p.links[0].text.as_deref()),
        (LinkKind::Owns, "Example Ltd", Some("51 %"))
    );
    let c = &reading.entities[1];
    assert_eq!((c.links[0].kind, c.links[0].id.as_deref()), (LinkKind::OwnedBy, Some("p1")));
    let authorities: Vec<&str> = c.listings.iter().map(|l| l.authority.as_str()).collect();
    assert_eq!(authorities, ["eu", "other"]);
}

#[test]
fn the_account_names_properties_and_records_that_found_no_place() {
    let report = read("entities.ftm.json", GRAPH).report;
    let unused: Vec<&str> = report.unused().map(|(f, _)| f).collect();
    assert_eq!(unused, ["Article.title", "Person.education", "Sanction.duration", "entity.first_seen"]);
    assert!(report.notes.iter().any(|n| n.contains("1 records of the schema Article")), "{:?}", report.notes);
    assert!(report.notes.iter().any(|n| n.starts_with("1 listings name no authority")), "{:?}", report.notes);
}

#[test]
fn an_array_is_read_as_the_lines_are_and_the_model_reads_its_own_writing() {
    let array = format!("[{}]", GRAPH.trim().replace('\n', ","));
    let (lines, array) = (read("x.json", GRAPH), read("x.json", &array));
    assert_eq!(lines.entities.len(), array.entities.len());
    assert_eq!(lines.entities[0].listings, array.entities[0].listings);
    let text: Vec<String> =
        lines.entities.iter().flat_map(interdict_model::ftm::to_ftm).map(|v| v.to_string()).collect();
    let again = read("y.json", &text.join("\n"));
    assert_eq!(again.entities.len(), 2);
    assert_eq!(again.entities[0].listings[0].authority.as_str(), "us");
    assert_eq!(again.entities[0].dates, lines.entities[0].dates);
}

#[test]
fn a_line_that_is_no_entity_is_named() {
    let text = format!("{}\n{{\"id\":\"z\"\n", GRAPH.lines().nth(1).expect("a line"));
    let inputs = Input::from_bytes("e.json", text.into_bytes()).expect("plain text");
    let e = formats::read(&inputs, OnProblem::Stop).expect_err("cut").to_string();
    assert!(e.starts_with("e.json, record 2, line 2: found JSON"), "{e}");
    let reading = formats::read(&inputs, OnProblem::GoOn).expect("goes on");
    assert_eq!((reading.report.records, reading.report.read, reading.report.problems.len()), (2, 1, 1));
}

#[test]
fn pairs_of_entities_are_no_list() {
    let pair = r#"{"judgement":"positive","left":{"id":"a","schema":"Person","properties":{"name":["A"]}},"right":{}}"#;
    let input = Input::from_bytes("pairs.json", pair.as_bytes().to_vec()).expect("plain text").remove(0);
    assert_eq!(Format::recognise(&input), None);
}

const SIMPLE: &str = "\"id\",\"schema\",\"name\",\"aliases\",\"birth_date\",\"countries\",\"addresses\",\"identifiers\",\"sanctions\",\"phones\",\"emails\",\"program_ids\",\"dataset\",\"first_seen\",\"last_seen\",\"last_change\"\n";

#[test]
fn a_target_of_two_authorities_has_a_listing_of_each_and_no_first_day() {
    let rows = "Q1,Person,Jan Example,Yan;Janek,1970,by,\"1 Main St, Minsk\",AB1,Block - BELARUS,,,US-BELARUS;EU-BLR,\
                US OFAC Specially Designated Nationals (SDN) List;EU Financial Sanctions Files (FSF);Wikidata,2022-01-01,,\n\
                V1,Vessel,Example One,,,,,IMO9074729,Port ban,,,,UK FCDO Sanctions List,2022-01-01,,\n";
    let reading = read("targets.simple.csv", &format!("{SIMPLE}{rows}"));
    assert_eq!(reading.format, Format::TargetsSimple);
    let e = &reading.entities[0];
    let listings: Vec<_> = e.listings.iter().map(|l| (l.authority.as_str(), l.programmes.join(" "), l.from)).collect();
    assert_eq!(listings, [("us", "US-BELARUS".to_string(), None), ("eu", "EU-BLR".to_string(), None)]);
    let notes: Vec<&str> = e.facts_of(Property::Notes).collect();
    assert_eq!(notes, ["data set: Wikidata", "sanction: Block - BELARUS"]);
    let ship = &reading.entities[1];
    assert_eq!((ship.identifiers[0].kind, ship.listings[0].authority.as_str()), (IdKind::Imo, "uk"));
    assert_eq!(ship.listings[0].reasons, ["Port ban"]);
    assert_eq!(reading.report.unused().map(|(f, _)| f).collect::<Vec<_>>(), ["first_seen"]);
}

#[test]
fn a_party_is_read_from_its_properties_alone_and_what_finds_no_place_is_counted() {
    let json = serde_json::json!({"firstName": ["Sergej", "Sergey"], "fatherName": "Ivanovich", "lastName": "Examplov",
        "birthDate": ["1970", "1970-04-13"], "nationality": "by", "education": "a school", "idNumber": ["1", "2"]});
    let mut report = interdict_lists::Report::default();
    let party = formats::party_of(Schema::Person, json.as_object().expect("an object"), &mut report);
    assert_eq!(party.names.iter().map(|n| n.text.as_str()).collect::<Vec<_>>(), ["Sergej Ivanovich Examplov"]);
    assert!(party.facts_of(Property::Notes).any(|n| n == "firstName: Sergey"), "the other spelling is kept as text");
    assert_eq!((party.dates_of(Property::BirthDate).count(), party.identifiers.len()), (2, 2));
    assert_eq!(report.unused().map(|(f, _)| f).collect::<Vec<_>>(), ["Person.education"]);
    let json = serde_json::json!({"name": "Ivan Examplov", "firstName": "Ivan", "fatherName": "Piotr"});
    let named = formats::party_of(Schema::Person, json.as_object().expect("an object"), &mut report);
    assert_eq!(named.names.len(), 1, "parts are no further names");
    assert_eq!(named.names[0].parts.given.as_deref(), Some("Ivan"));
}
