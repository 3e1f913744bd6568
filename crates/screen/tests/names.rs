//! Names and numbers that a screening must find, and those that it must not, by name. Parties are invented or public designations.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use interdict_model::{DateSpan, Entity, IdKind, Identifier, Kind, Name, NameKind, Property, Schema};
use interdict_screen::{
    Band, DEFAULT_THRESHOLD, Index, Match, NameGroups, Options, Query, What, Why, compare, explain, search,
};

fn entity(id: &str, schema: Schema, names: &[(NameKind, &str)]) -> Entity {
    let mut e = Entity::new("test", id, schema);
    for (kind, name) in names {
        e.add_name(Name::new(*kind, *name));
    }
    e
}

fn listed() -> Vec<Entity> {
    use NameKind::{Alias, Primary, WeakAlias};
    let mut dzmitry = entity("dzmitry", Schema::Person, &[(Primary, "LUKASHENKA, Dzmitry Aliaksandravich")]);
    dzmitry.add_date_text(Property::BirthDate, "23 Mar 1980");
    dzmitry.add_territory(Property::Nationality, "Belarus");
    let mut aircraft = entity("mi-17", Schema::Airplane, &[(Primary, "EW-78843")]);
    aircraft.add_identifier(Identifier::new(IdKind::Tail, "EW-78843"));
    let mut ship = entity("ship", Schema::Vessel, &[(Primary, "LADY RANIA")]);
    ship.add_identifier(Identifier::new(IdKind::Imo, "IMO 9074729"));
    vec![
        dzmitry,
        entity(
            "aliaksandr",
            Schema::Person,
            &[(Primary, "LUKASHENKA, Aliaksandr Ryhoravich"), (Alias, "LUKASHENKO, Alexander")],
        ),
        entity("viktar", Schema::Person, &[(Primary, "LUKASHENKA, Viktar Aliaksandravich")]),
        entity(
            "belaruskali",
            Schema::Company,
            &[(Primary, "OPEN JOINT STOCK COMPANY BELARUSKALI"), (Alias, "OJSC Belaruskali")],
        ),
        entity("emma", Schema::Company, &[(Primary, "EMMA LLC")]),
        entity("gaddafi", Schema::Person, &[(Primary, "QADHAFI, Muammar")]),
        entity("salman", Schema::Person, &[(Primary, "Muhammad bin Salman al-Rawi")]),
        entity("xi", Schema::Person, &[(Primary, "Xi Jinping")]),
        entity("kim", Schema::Person, &[(Primary, "KIM, Jong Un")]),
        entity("carlos", Schema::Person, &[(Primary, "RAMIREZ SANCHEZ, Ilich"), (WeakAlias, "Carlos")]),
        aircraft,
        ship,
    ]
}

fn find(query: &Query) -> Vec<Match> {
    search(&Index::build(&listed()).expect("an index"), query, Options::default())
}

fn ids(name: &str) -> Vec<String> {
    find(&Query::name(name)).into_iter().map(|m| m.id).collect()
}

fn top(name: &str) -> String {
    ids(name).into_iter().next().unwrap_or_default()
}

#[test]
fn dzmitry_lukashenka_is_found_in_any_spelling_and_stands_first() {
    for name in [
        "Dzmitry Lukashenka",
        "Dmitry Lukashenko",
        "Dmitriy Lukashenko",
        "Lukašenka Dzmitry",
        "Дмитрий Лукашенко",
        "Дзмітрый Лукашэнка",
        "Дмитрий Александрович Лукашенко",
        "LUKASHENKA, Dzmitry Aliaksandravich",
    ] {
        assert_eq!(top(name), "dzmitry", "{name}: {:?}", ids(name));
    }
}

#[test]
fn his_brother_and_father_are_not_he() {
    assert_eq!(ids("Dzmitry Lukashenka"), ["dzmitry"]);
    assert_eq!(top("Александр Лукашенко"), "aliaksandr");
}

#[test]
fn belaruskali_is_found_with_and_without_its_legal_form() {
    for name in [
        "Belaruskali",
        "OJSC Belaruskali",
        "OAO Belaruskali",
        "Беларуськалий",
        "ОАО «Беларуськалий»",
        "Belaruskaly JSC",
    ] {
        assert_eq!(top(name), "belaruskali", "{name}");
    }
}

#[test]
fn an_aircraft_is_found_by_its_tail_asked_as_number_or_as_name() {
    for query in [
        Query::number("EW-78843"),
        Query::number("ew 78843"),
        Query::name("EW-78843"),
        Query::name("Mi-17 helicopter EW-78843"),
    ] {
        let found = find(&query);
        assert_eq!(found.first().map(|m| (m.id.as_str(), m.band)), Some(("mi-17", Band::Exact)), "{query:?}");
    }
    assert!(find(&Query::number("EW-78844")).is_empty());
}

#[test]
fn an_identifier_decides_and_a_name_that_differs_stands_beside_it() {
    let query = Query { identifiers: vec![Identifier::new(IdKind::Imo, "9074729")], ..Query::name("Northern Star") };
    let found = find(&query);
    assert_eq!((found[0].id.as_str(), found[0].band), ("ship", Band::Exact));
    assert!(found[0].evidence.iter().any(|e| e.what == What::Name && e.points < 0.0));
}

#[test]
fn emma_daniels_is_not_emma_llc() {
    assert!(ids("Emma Daniels").is_empty());
    assert!(ids("Emma Daniels LLC").is_empty());
    assert_eq!(top("Emma LLC"), "emma");
}

#[test]
fn gaddafi_is_qadhafi() {
    assert_eq!(top("Muammar Gaddafi"), "gaddafi");
}

#[test]
fn chinese_and_korean_names_meet_their_romanisations() {
    assert_eq!(top("习近平"), "xi");
    assert_eq!(top("김정은"), "kim");
}

#[test]
fn father_and_son_swapped_are_two_people() {
    assert_eq!(top("Muhammad bin Salman al-Rawi"), "salman");
    assert!(ids("Salman bin Muhammad al-Rawi").is_empty());
}

#[test]
fn a_weak_alias_weighs_less() {
    let index = Index::build(&listed()).expect("an index");
    assert!(search(&index, &Query::name("Carlos Slim"), Options::default()).is_empty());
    let carlos = explain(&index, &Query::name("Carlos"), 9).expect("a match");
    assert!(carlos.evidence.iter().any(|e| e.what == What::NameKind && e.points < 0.0));
}

#[test]
fn a_birth_date_a_year_off_is_shown_and_does_not_sink_a_full_rare_name() {
    let query = |born: &str| Query {
        births: DateSpan::parse(born).into_iter().collect(),
        ..Query::name("Dzmitry Aliaksandravich Lukashenka")
    };
    let found = find(&query("23 Mar 1981"));
    assert_eq!(found[0].id, "dzmitry");
    assert!(found[0].evidence.iter().any(|e| e.what == What::BirthDate && e.points < 0.0));
    assert!(find(&query("23 Mar 1980"))[0].points > found[0].points + 2.0);
    assert!(find(&query("1931")).is_empty());
}

#[test]
fn a_person_is_no_ship() {
    let query = Query { kind: Some(Kind::Person), ..Query::name("Lady Rania") };
    let index = Index::build(&listed()).expect("an index");
    let m = explain(&index, &query, 11).expect("names in common");
    assert!(m.evidence.iter().any(|e| e.what == What::Kind && e.points < 0.0));
}

#[test]
fn evidence_adds_up_to_the_points() {
    for m in find(&Query { births: DateSpan::parse("1980").into_iter().collect(), ..Query::name("Dmitri Lukashenko") })
    {
        let sum: f32 = m.evidence.iter().map(|e| e.points).sum();
        assert!((sum - m.points).abs() < 1e-4);
        assert!((1.0 / (1.0 + (-m.points).exp()) - m.score).abs() < 1e-5);
    }
}

#[test]
fn what_is_no_name_finds_nothing_and_ends() {
    for name in ["", " ", "-", "A", "x", "LLC", "Mr", "of the", "«»", "\u{202e}"] {
        assert!(ids(name).is_empty(), "{name:?} {:?}", ids(name));
    }
    assert!(ids(&"payment for goods ".repeat(600)).is_empty());
    assert!(ids(&"z".repeat(10_000)).is_empty());
    let _ = ids(&"Lukashenka ".repeat(1_000));
}

/// What a pair of names scores without any list.
fn pair(asked: &str, listed: &str, schema: Schema) -> f32 {
    let query = Query { kind: Some(schema.kind()), ..Query::name(asked) };
    compare(query, &entity("1", schema, &[(NameKind::Primary, listed)])).map_or(0.0, |m| m.score)
}

#[test]
fn one_name_in_two_scripts_or_spellings_is_one() {
    for (a, b) in [
        ("习近平", "Xi Jinping"),
        ("Kim Jong Un", "김정은"),
        ("金正恩", "Kim Jong Un"),
        ("山田太郎", "Yamada Taro"),
        ("贝拉克·奥巴马", "Barack Obama"),
        ("Muammar Gaddafi", "Muammar Qadhafi"),
        ("Владимир Путин", "Vladimir Putin"),
        ("محمد علي", "Mohamed Ali"),
        ("משה", "Moshe"),
        ("ბარაკ ობამა", "Barack Obama"),
        ("Jon Smith", "John Smith"),
        ("Bill Exampleton", "William Exampleton"),
    ] {
        assert!(pair(a, b, Schema::Person) >= DEFAULT_THRESHOLD, "{a} {b} {}", pair(a, b, Schema::Person));
    }
}

#[test]
fn a_letter_may_be_wrong_in_a_short_word_where_the_rest_agrees() {
    assert!(pair("Arif Ali Zardari", "Asif Ali Zardari", Schema::Person) >= DEFAULT_THRESHOLD);
    assert!(pair("Snow", "Snoe", Schema::Vessel) < DEFAULT_THRESHOLD);
}

#[test]
fn legal_forms_do_not_make_a_match_and_hardly_break_one() {
    let company = |a, b| pair(a, b, Schema::Company);
    for (a, b) in [("AO Gazprom", "Gazprom JSC"), ("OOO Romashka", "Romashka LLC"), ("SiemensAG", "Siemens AG")] {
        assert!(company(a, b) >= DEFAULT_THRESHOLD, "{a} {b} {}", company(a, b));
    }
    for (a, b) in [("AO Romashka", "AO Gazprom"), ("Baltic CORP", "Nordic CORP"), ("Emma Daniels", "EMMA LLC")] {
        assert!(company(a, b) < DEFAULT_THRESHOLD, "{a} {b} {}", company(a, b));
    }
}

#[test]
fn points_rank_what_a_score_near_one_does_not() {
    let of = |asked: &str, listed: &str| {
        let listed = entity("1", Schema::Person, &[(NameKind::Primary, listed)]);
        compare(Query::name(asked), &listed).expect("a match").points
    };
    let rare = of("Zaurbek Guchaev", "Zaurbek Guchaev");
    assert!(rare > of("Ali Ahmad", "Ali Ahmad"), "rarity counts");
    assert!(rare > of("Zaurbek Guchayev", "Zaurbek Guchaev"), "likeness counts");
}

#[test]
fn words_torn_apart_elsewhere_are_one_name() {
    for (a, b) in [("LAUREN TNKUNDA", "LAURENT NKUNDA"), ("HAN YYU-RO", "HAN YU-RO"), ("vanderbilt", "van der bilt")] {
        assert!(pair(a, b, Schema::Person) >= DEFAULT_THRESHOLD, "{a} {b} {}", pair(a, b, Schema::Person));
    }
    assert!(pair("Zu Zag Bong 6", "Zu Zag Bong 5", Schema::Vessel) < DEFAULT_THRESHOLD, "a number is no slip");
}

#[test]
fn a_title_and_the_family_name_are_a_way_to_name_a_person() {
    assert!(pair("President Erdoğan", "Recep Tayyip Erdoğan", Schema::Person) >= DEFAULT_THRESHOLD);
    assert!(pair("Erdoğan", "Recep Tayyip Erdoğan", Schema::Person) < DEFAULT_THRESHOLD, "a family name alone is many");
    assert!(pair("President Recep", "Recep Tayyip Erdoğan", Schema::Person) < DEFAULT_THRESHOLD, "not a given name");
}

#[test]
fn initials_may_be_written_as_one_word() {
    assert!(pair("JC Juncker", "Jean-Claude Juncker", Schema::Person) >= DEFAULT_THRESHOLD);
    assert!(pair("DB Juncker", "Jean-Claude Juncker", Schema::Person) < DEFAULT_THRESHOLD);
}

#[test]
fn names_of_an_organisation_that_a_stroke_divides_are_names() {
    assert!(pair("Al Qaeda", "Al-Qa'ida/Islamic Army", Schema::Organization) >= DEFAULT_THRESHOLD);
    assert!(pair("Danish Lines A/S", "Danish Lines", Schema::Company) >= DEFAULT_THRESHOLD, "a form with a stroke");
}

#[test]
fn letters_in_another_order_are_seen() {
    assert!(pair("Vladimir nituP", "Vladimir Putin", Schema::Person) >= DEFAULT_THRESHOLD);
    assert!(pair("rimaldiV nituP", "Vladimir Putin", Schema::Person) >= DEFAULT_THRESHOLD);
}

#[test]
fn another_korean_syllable_is_another_name() {
    assert!(pair("김정은", "김정은", Schema::Person) >= DEFAULT_THRESHOLD);
    assert!(pair("김종은", "김정은", Schema::Person) < DEFAULT_THRESHOLD);
}

#[test]
fn a_slip_in_a_word_is_not_forgiven_because_the_rest_is_long() {
    let (other, swapped) = (
        pair("عارف علی زرداری", "آصف علی زرداری", Schema::Person),
        pair("LAUREN TNKUNDA", "LAURENT NKUNDA", Schema::Person),
    );
    assert!(other < swapped, "{other} {swapped}");
}

#[test]
fn ben_before_a_family_name_is_a_given_name() {
    assert!(pair("Ben Netanyahu", "Benjamin Netanyahu", Schema::Person) >= DEFAULT_THRESHOLD);
    assert!(pair("Zine El Abidine Ben Ali", "BEN ALI, Zine El Abidine", Schema::Person) >= 0.9);
    assert!(pair("Osama bin Laden", "Usama ben Ladin", Schema::Person) >= DEFAULT_THRESHOLD);
}

#[test]
fn the_users_name_groups_join_words_that_nothing_else_joins_and_the_answer_says_so() {
    let listed = entity("1", Schema::Person, &[(NameKind::Primary, "Ivan Osolinsky")]);
    let groups = NameGroups::read("ozworth, osolinsky, осолинский => Q1\n").expect("groups");
    let found = |index: &Index, name: &str| search(index, &Query::name(name), Options::default());
    let without = Index::build(std::slice::from_ref(&listed)).expect("an index");
    let with = Index::build_with(&[listed], &groups).expect("an index");
    assert_eq!((without.name_groups().groups, with.name_groups()), (0, groups.stamp()));
    assert!(found(&without, "Ivan Ozworth").is_empty());
    let matches = found(&with, "Ivan Ozworth");
    assert_eq!(matches.len(), 1);
    assert!(matches[0].aligned.iter().any(|pair| pair.why == Why::NameGroup), "{:?}", matches[0].aligned);
    assert!(found(&with, "Ivan Ozwarth").is_empty(), "a word that is only like one of a group is not in it");
}

fn score(asked: &str, listed: &str) -> f32 {
    let entity = entity("1", Schema::Person, &[(NameKind::Primary, listed)]);
    compare(Query { kind: Some(Kind::Person), ..Query::name(asked) }, &entity).map_or(0.0, |m| m.score)
}

#[test]
fn syllables_in_another_order_are_another_name() {
    for (asked, listed) in [("김정은", "KIM, Jong Un"), ("정은 김", "KIM, Jong Un"), ("이수용", "Su Yong RI")]
    {
        assert!(score(asked, listed) > 0.5, "{asked} {listed} {}", score(asked, listed));
    }
    for (asked, listed) in [("김은정", "KIM, Jong Un"), ("은정 김", "KIM, Jong Un"), ("영수 이", "RI, Su Yong")]
    {
        assert!(score(asked, listed) < 0.5, "{asked} {listed} {}", score(asked, listed));
    }
}

#[test]
fn a_syllable_is_no_given_name_beside_a_listed_one_of_two() {
    assert!(score("琳 魏", "WEI, Lin Na") < score("Lin Wei", "WEI, Lin Na"));
}

#[test]
fn what_stands_twice_in_a_name_counts_once_and_not_never() {
    // Two syllables of the given name are in no pair, one of them twice.
    assert!(score("영미 미영 강", "Ryong KANG") <= score("영미 강", "Ryong KANG") + 0.001);
    assert!(score("영미 강", "Ryong KANG") < score("영 강", "Ryong KANG"));
    assert!(score("Hassan Hassan Diab", "Hassan DIAB") > 0.9);
}

#[test]
fn junior_is_no_title_before_a_family_name() {
    assert!(score("Junior Herrera", "HERRERA, Earle") < 0.5);
    for asked in ["President Maduro", "MADURO, President"] {
        assert!(score(asked, "MADURO, Nicolas") > 0.5, "{asked}");
    }
}
