use crate::stakes::Stakes;

fn read(text: &str) -> Stakes {
    crate::stakes::read(text, "bods.json").expect("statements")
}

fn said(read: &Stakes) -> Vec<String> {
    let day = |d: Option<interdict_model::PartialDate>| d.map_or("".to_string(), |d| d.to_string());
    let line = |s: &interdict_own::Stake| {
        format!("{} {} {:?} {} [{}..{}]", s.owner, s.owned, s.kind, s.share, day(s.from), day(s.to))
    };
    read.stakes.iter().map(line).collect()
}

fn relationship(id: &str, rest: &str) -> String {
    format!(r#"{{"statementId":"{id}","recordId":"r","recordType":"relationship",{rest}}}"#)
}

fn interest(from: &str, share: u32) -> String {
    format!(
        r#""recordDetails":{{"subject":"C","interestedParty":"P","interests":[{{"type":"shareholding","startDate":"{from}","share":{{"exact":{share}}}}}]}}"#
    )
}

const PARTIES: &str = r#"{"statementId":"s1","recordId":"P","recordType":"person","recordDetails":{"personType":"knownPerson","names":[{"fullName":"Pat"}],"addresses":[{"address":"1 Home Street"}]}}
{"statementId":"s2","recordId":"C","recordType":"entity","recordDetails":{"name":"C Ltd","foundingDate":"2010","addresses":[{"address":"1 High Street"}]}}"#;

#[test]
fn an_updated_record_ends_the_day_before_the_new_share_begins_and_a_closed_one_on_its_statement() {
    let text = [
        PARTIES.to_string(),
        relationship(
            "a",
            &format!(r#""recordStatus":"new","statementDate":"2019-01-01",{}"#, interest("2002-03-09", 100)),
        ),
        // Said again, which adds nothing.
        relationship(
            "b",
            &format!(r#""recordStatus":"updated","statementDate":"2020-01-01",{}"#, interest("2002-03-09", 100)),
        ),
        relationship(
            "d",
            &format!(r#""recordStatus":"closed","statementDate":"2023-03-03",{}"#, interest("2021-09-24", 40)),
        ),
        relationship(
            "c",
            &format!(r#""recordStatus":"updated","statementDate":"2021-09-25",{}"#, interest("2021-09-24", 40)),
        ),
    ];
    let read = read(&text.join("\n"));
    assert_eq!(said(&read), ["P C Shares 100 % [2002-03-09..2021-09-23]", "P C Shares 40 % [2021-09-24..2023-03-03]"]);
    let names: Vec<_> = read.parties.iter().map(|p| (p.name.as_str(), p.addresses.len())).collect();
    assert_eq!(names, [("Pat", 0), ("C Ltd", 1)], "where a person lives is not kept");
    assert!(read.problems.is_empty() && read.notes.is_empty(), "{:?} {:?}", read.problems, read.notes);
}

#[test]
fn statements_before_0_4_replace_each_other_by_id_and_the_first_id_stays() {
    let text = r#"[
  {"statementID":"c1","statementType":"entityStatement","entityType":"registeredEntity","name":"Old Ltd"},
  {"statementID":"c2","statementType":"entityStatement","entityType":"registeredEntity","name":"New Ltd","replacesStatements":["c1"]},
  {"statementID":"p1","statementType":"personStatement","personType":"knownPerson","names":[{"fullName":"Pat"}]},
  {"statementID":"o1","statementType":"ownershipOrControlStatement","statementDate":"2018-01-01","subject":{"describedByEntityStatement":"c1"},"interestedParty":{"describedByPersonStatement":"p1"},
   "interests":[{"type":"voting-rights","interestLevel":"direct","startDate":"2016-04-06","share":{"minimum":25,"maximum":50,"exclusiveMinimum":true}}]},
  {"statementID":"o2","statementType":"ownershipOrControlStatement","statementDate":"2020-01-01","replacesStatements":["o1"],"subject":{"describedByEntityStatement":"c2"},"interestedParty":{"describedByPersonStatement":"p1"},
   "interests":[{"type":"influence-or-control","startDate":"2019-12-01"}]},
  {"statementID":"o3","statementType":"ownershipOrControlStatement","subject":{"describedByEntityStatement":"c2"},"interestedParty":{"unspecified":{"reason":"no-beneficial-owners"}}}
]"#;
    let read = read(text);
    assert_eq!(
        said(&read),
        ["p1 c1 Votes more than 25 to 50 % [2016-04-06..2019-12-31]", "p1 c1 Control unknown share [2019-12-01..]"]
    );
    assert_eq!(
        read.parties.iter().map(|p| format!("{} {}", p.id, p.name)).collect::<Vec<_>>(),
        ["c1 New Ltd", "p1 Pat"]
    );
    assert_eq!(
        read.notes,
        [
            "bods.json: state no stake and are not counted: c1 has an owner whom the source does not state: no-beneficial-owners (1)"
        ]
    );
}

/// Fixtures of our own, broken on purpose.
#[test]
fn broken_statements_are_named_one_by_one_and_the_rest_is_used() {
    let tie = |details: &str| {
        relationship("x", &format!(r#""recordStatus":"new","recordDetails":{{{details}}}"#))
            .replace("\"recordId\":\"r\",", "")
    };
    let text = [
        PARTIES.to_string(),
        r#"{"statementId":"t","recordType":"spaceship","recordDetails":{}}"#.to_string(),
        r#"{"recordType":"entity"}"#.to_string(),
        r#"{"statementId": "cut"#.to_string(),
        tie(r#""interestedParty":"P","interests":[]"#),
        tie(r#""subject":"C","interestedParty":"P","interests":[{"type":"shareholding","share":{"exact":120},"startDate":"31.31.2020"}]"#).replace("\"x\"", "\"y\""),
        tie(r#""subject":"C","interestedParty":"Ghost","interests":[{"type":"shareholding","share":{"exact":10}},{"type":"telepathy"},{"type":"boardMember"}],"mood":"good""#).replace("\"x\"", "\"z\""),
    ];
    let read = read(&text.join("\n"));
    let wrong: Vec<String> =
        read.problems.iter().map(|p| format!("{} {}", p.line.unwrap_or(0), p.field.as_deref().unwrap_or(""))).collect();
    assert_eq!(
        wrong,
        [
            "3 statementType or recordType",
            "4 statementId",
            "5 ",
            "6 subject",
            "7 interests.startDate",
            "7 interests.share",
            "8 "
        ]
    );
    assert_eq!(
        said(&read),
        ["P C Shares unknown share [..]", "Ghost C Shares 10 % [..]", "Ghost C Shares unknown share [..]"]
    );
    assert_eq!(read.directions.iter().map(|d| d.director.as_str()).collect::<Vec<_>>(), ["Ghost"]);
    let notes = read.notes.join("\n");
    assert!(
        notes.contains("recordDetails.mood (1)")
            && notes.contains("interest type telepathy")
            && notes.contains("boardmember (1)"),
        "{notes}"
    );
}

#[test]
fn an_indirect_interest_whose_way_is_stated_counts_no_second_time() {
    let tie = |id: &str, of: &str, by: &str, level: &str, share: u32, more: &str| {
        format!(
            r#"{{"statementId":"{id}","recordId":"{id}","recordType":"relationship","recordDetails":{{"subject":"{of}","interestedParty":"{by}","interests":[{{"type":"shareholding","directOrIndirect":"{level}","share":{{"exact":{share}}}}}]{more}}}}}"#
        )
    };
    let entity = |id: &str| {
        format!(
            r#"{{"statementId":"s{id}","recordId":"{id}","recordType":"entity","recordDetails":{{"name":"{id}"}}}}"#
        )
    };
    let all = [
        ["P", "A", "B"].map(entity).join("\n"),
        tie("1", "A", "P", "direct", 100, ""),
        tie("2", "B", "A", "direct", 60, ""),
        tie("3", "B", "P", "indirect", 60, r#","componentRecords":["1","2"]"#),
        tie("4", "A", "B", "indirect", 10, ""),
    ];
    let read = read(&all.join("\n"));
    let shares: Vec<String> = read.stakes.iter().map(|s| s.share.to_string()).collect();
    assert_eq!(shares, ["100 %", "60 %", "0 to 60 %", "10 %"]);
}
