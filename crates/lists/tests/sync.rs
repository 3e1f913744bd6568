//! Syncs against a real HTTP server on this machine that serves real bytes and makes the mistakes that servers make.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

use interdict_lists::snapshot::Snapshot;
use interdict_lists::sync::fetch::Tries;
use interdict_lists::sync::{Ended, Options, Plan, Sections, Source, SyncReport, guard::Refusal, sync};
use interdict_lists::{Basis, History, Store};
use interdict_model::Authority;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What the server does at one request; each takes the stream and answers, or does not.
type Act = Box<dyn Fn(&mut TcpStream, &str) + Send + Sync>;

/// A server that answers request after request by its script; the last act is repeated. Remembers what it was asked.
struct Server {
    url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn new(script: Vec<Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (script, log) = (Arc::new(script), asked.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { continue };
                let mut request = String::new();
                let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
                while reader.read_line(&mut request).is_ok_and(|n| n > 2) {}
                let n = {
                    let mut log = log.lock().expect("no panic");
                    log.push(request.clone());
                    log.len() - 1
                };
                let script = script.clone();
                std::thread::spawn(move || script[n.min(script.len() - 1)](&mut stream, &request));
            }
        });
        Self { url, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("no panic").clone()
    }
}

fn respond(stream: &mut TcpStream, status: &str, headers: &str, body: &[u8]) {
    let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
}

fn status(line: &'static str) -> Act {
    Box::new(move |s, _| respond(s, line, "", b"no"))
}

fn ok(body: String) -> Act {
    Box::new(move |s, _| respond(s, "200 OK", "Last-Modified: Wed, 21 Oct 2026 07:28:00 GMT\r\n", body.as_bytes()))
}

/// Announces `announced` bytes and closes after sending the body.
fn announces(announced: usize, body: String) -> Act {
    Box::new(move |s, _| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {announced}\r\nConnection: close\r\n\r\n");
        let _ = s.write_all(head.as_bytes()).and_then(|()| s.write_all(body.as_bytes()));
    })
}

/// A list in the UN's format of invented people, numbered in a range.
fn un(people: std::ops::Range<u32>, generated: &str) -> String {
    let one = |n: u32| {
        format!(
            "<INDIVIDUAL><DATAID>{n}</DATAID><FIRST_NAME>Invented</FIRST_NAME><SECOND_NAME>Person {n}</SECOND_NAME>\
             <UN_LIST_TYPE>Test</UN_LIST_TYPE><REFERENCE_NUMBER>TSi.{n:03}</REFERENCE_NUMBER>\
             <LISTED_ON>2020-01-01</LISTED_ON></INDIVIDUAL>\n"
        )
    };
    let people: String = people.map(one).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CONSOLIDATED_LIST dateGenerated=\"{generated}\">\n<INDIVIDUALS>\n\
         {people}</INDIVIDUALS>\n<ENTITIES></ENTITIES>\n</CONSOLIDATED_LIST>\n"
    )
}

const FIRST: &str = "2026-08-01T00:00:00Z";
const SECOND: &str = "2026-09-01T00:00:00Z";

/// A store with the list of 20 in force, to be kept whatever comes next.
struct Home {
    dir: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().expect("a temporary directory") }
    }

    fn with_20() -> Self {
        let home = Self::new();
        let server = Server::new(vec![ok(un(0..20, FIRST))]);
        let report = home.sync(vec![source(&server, &["/un.xml"])]);
        assert!(report.is_clean(), "{report:?}");
        home
    }

    fn store(&self) -> Store {
        Store::open(self.dir.path()).expect("a store")
    }

    fn options() -> Options {
        let wait = Duration::from_millis(5);
        let silence = Duration::from_secs(5);
        let tries = Tries { attempts: 3, first_wait: wait, longest_wait: wait * 4, silence, ..Tries::default() };
        Options { tries, ..Options::at("2026-11-01T00:00:00Z".parse().expect("an instant")) }
    }

    fn sync(&self, sources: Vec<Source>) -> SyncReport {
        self.sync_with(sources, Self::options())
    }

    fn sync_with(&self, sources: Vec<Source>, options: Options) -> SyncReport {
        sync(&self.store(), &Plan::Fetch(sources), &options, &|_| (), &()).expect("the store is fine")
    }

    fn from(&self, paths: &[&str]) -> SyncReport {
        let paths = paths.iter().map(|p| self.dir.path().join(p)).collect();
        let plan = Plan::From { paths, published: None };
        sync(&self.store(), &plan, &Self::options(), &|_| (), &()).expect("the store is fine")
    }

    fn history(&self) -> History {
        self.store().history().expect("a history")
    }

    /// How many people of the UN's list are in force.
    fn in_force(&self) -> usize {
        self.history().current().entities.iter().filter(|e| e.source == "un").count()
    }
}

fn source(server: &Server, paths: &[&str]) -> Source {
    let urls = paths.iter().map(|p| format!("{}{p}", server.url)).collect();
    Source { timeout: 20, ..Source::new("un", Authority::un(), urls) }
}

/// Syncs a store that holds 20 with this script and wants a failure to fetch that says `word`; the 20 stay.
fn fails(script: Vec<Act>, word: &str, requests: usize) -> SyncReport {
    let (home, server) = (Home::with_20(), Server::new(script));
    let before = home.store().current_id().expect("readable");
    let report = home.sync(vec![source(&server, &["/un.xml"])]);
    let Ended::Failed { why, .. } = &report.sources[0].ended else { panic!("{report:?}") };
    assert!(why.contains(word), "{why}");
    assert_eq!(server.asked().len(), requests, "{why}");
    assert_eq!((home.store().current_id().expect("readable"), home.in_force()), (before, 20));
    report
}

#[test]
fn a_list_is_fetched_read_and_put_in_force_and_says_who_asks() {
    let (home, server) = (Home::new(), Server::new(vec![ok(un(0..20, FIRST))]));
    let report = home.sync(vec![source(&server, &["/un.xml"])]);
    let line = &report.sources[0];
    assert_eq!(line.ended, Ended::Added { new: 20, changed: 0, unchanged: 0, gone: 0 });
    assert_eq!((line.records, line.read, line.entities), (20, 20, 20));
    let published = line.published.expect("stated in the list");
    assert_eq!((published.at.to_string().as_str(), published.basis), (FIRST, Basis::Stated));
    assert!(report.snapshot.is_some());
    assert_eq!(home.in_force(), 20);
    let asked = server.asked()[0].to_lowercase();
    assert!(asked.contains(&format!("user-agent: interdict/{}", env!("CARGO_PKG_VERSION"))), "{asked}");
    let json = serde_json::to_value(&report).expect("JSON");
    assert_eq!(json["sources"][0]["ended"], "added");
}

#[test]
fn an_error_of_the_server_is_tried_again_and_then_it_works() {
    let (home, server) = (Home::new(), Server::new(vec![status("500 Oops"), ok(un(0..20, FIRST))]));
    assert!(home.sync(vec![source(&server, &["/un.xml"])]).is_clean());
    assert_eq!((server.asked().len(), home.in_force()), (2, 20));
}

#[test]
fn a_server_that_asks_for_patience_gets_it() {
    let busy: Act = Box::new(|s, _| respond(s, "429 Too Many Requests", "Retry-After: 1\r\n", b""));
    let (home, server) = (Home::new(), Server::new(vec![busy, ok(un(0..20, FIRST))]));
    let begun = Instant::now();
    assert!(home.sync(vec![source(&server, &["/un.xml"])]).is_clean());
    assert!(begun.elapsed() >= Duration::from_secs(1), "Retry-After goes before our own 5 ms");
}

#[test]
fn a_cut_connection_is_tried_again_and_then_it_works() {
    let list = un(0..20, FIRST);
    let cut = announces(list.len(), list[..list.len() / 2].to_string());
    let (home, server) = (Home::new(), Server::new(vec![cut, ok(list)]));
    assert!(home.sync(vec![source(&server, &["/un.xml"])]).is_clean());
    assert_eq!((server.asked().len(), home.in_force()), (2, 20));
}

#[test]
fn a_connection_that_is_always_cut_leaves_the_last_list_in_force() {
    let list = un(0..20, SECOND);
    fails(vec![announces(list.len() + 7, list)], "broke off", 3);
}

#[test]
fn a_server_that_always_errs_leaves_the_last_list_in_force() {
    fails(vec![status("503 Service Unavailable")], "503", 3);
}

#[test]
fn a_list_that_is_gone_is_not_asked_for_again() {
    fails(vec![status("404 Not Found")], "new address", 1);
}

#[test]
fn a_connection_refused_leaves_the_last_list_in_force() {
    let home = Home::with_20();
    let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port");
    let gone = Source::new("un", Authority::un(), vec![format!("http://{port}/un.xml")]);
    let report = home.sync(vec![gone]);
    assert!(matches!(report.sources[0].ended, Ended::Failed { attempts: 3, .. }), "{report:?}");
    assert_eq!(home.in_force(), 20);
}

#[test]
fn a_server_at_a_crawl_is_left_when_its_time_is_up() {
    let crawl: Act = Box::new(|s, _| {
        let _ = s.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        while s.write_all(b"<").is_ok() {
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    let (home, server) = (Home::with_20(), Server::new(vec![crawl]));
    let begun = Instant::now();
    let report = home.sync(vec![Source { timeout: 1, ..source(&server, &["/un.xml"]) }]);
    assert!(matches!(&report.sources[0].ended, Ended::Failed { why, .. } if why.contains("1 s")), "{report:?}");
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    assert_eq!(home.in_force(), 20);
}

#[test]
fn redirects_are_followed_and_circles_are_left() {
    let aside: Act = Box::new(|s, _| respond(s, "302 Found", "Location: /elsewhere.xml\r\n", b""));
    let (home, server) = (Home::new(), Server::new(vec![aside, ok(un(0..20, FIRST))]));
    assert!(home.sync(vec![source(&server, &["/un.xml"])]).is_clean());
    assert!(server.asked()[1].starts_with("GET /elsewhere.xml "));
    let circle: Act = Box::new(|s, _| respond(s, "302 Found", "Location: /un.xml\r\n", b""));
    fails(vec![circle], "redirects", 6);
}

#[test]
fn a_list_larger_than_its_bound_is_refused_whether_announced_or_not() {
    let list = un(0..400, SECOND);
    let close_delimited: Act = {
        let list = list.clone();
        Box::new(move |s, _| {
            let _ = s
                .write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
                .and_then(|()| s.write_all(list.as_bytes()));
        })
    };
    for act in [ok(list.clone()), close_delimited] {
        let (home, server) = (Home::with_20(), Server::new(vec![act]));
        let report = home.sync(vec![Source { max_bytes: 5000, ..source(&server, &["/un.xml"]) }]);
        assert!(
            matches!(&report.sources[0].ended, Ended::Failed { why, attempts: 1, .. } if why.contains("max_bytes"))
        );
        assert_eq!(home.in_force(), 20);
    }
}

#[test]
fn a_list_that_has_not_changed_is_asked_for_by_its_etag_and_not_sent_again() {
    let polite: Act = Box::new(|s, request| {
        if request.to_lowercase().contains("if-none-match: \"v1\"") {
            respond(s, "304 Not Modified", "", b"");
        } else {
            respond(s, "200 OK", "ETag: \"v1\"\r\n", un(0..20, FIRST).as_bytes());
        }
    });
    let (home, server) = (Home::new(), Server::new(vec![polite]));
    let sources = vec![source(&server, &["/un.xml"])];
    let first = home.sync(sources.clone());
    let second = home.sync(sources.clone());
    assert_eq!(second.sources[0].ended, Ended::NotModified);
    assert_eq!((second.sources[0].entities, &second.snapshot, &second.before), (20, &None, &first.snapshot));
    // A cached file that somebody changed is not trusted.
    std::fs::write(home.dir.path().join("cache/un/un.xml"), "<CONSOLIDATED_LIST/>").expect("writes");
    assert_eq!(home.sync(sources.clone()).sources[0].ended, Ended::Unchanged);
    // A store that was lost is filled from the cache.
    for gone in ["snapshots", "current"] {
        let gone = home.dir.path().join(gone);
        let _ = std::fs::remove_dir_all(&gone).or_else(|_| std::fs::remove_file(&gone));
    }
    assert!(matches!(home.sync(sources).sources[0].ended, Ended::Added { new: 20, .. }));
    assert_eq!(home.in_force(), 20);
}

#[test]
fn a_list_that_shrank_is_refused_until_it_is_accepted() {
    let home = Home::with_20();
    let server = Server::new(vec![ok(un(0..17, SECOND))]);
    let sources = vec![source(&server, &["/un.xml"])];
    let report = home.sync(sources.clone());
    let Ended::Refused { refusal: Refusal::Shrunk { before: 20, now: 17, .. }, .. } = report.sources[0].ended else {
        panic!("{report:?}")
    };
    assert!(report.snapshot.is_none());
    assert_eq!(home.in_force(), 20);
    assert!(home.dir.path().join("cache/un/un.xml.refused").is_file(), "kept to be looked at");
    let accepting = Options { accept_shrink: true, ..Home::options() };
    let report = home.sync_with(sources, accepting);
    assert_eq!(report.sources[0].ended, Ended::Added { new: 0, changed: 0, unchanged: 17, gone: 3 });
    assert_eq!(home.in_force(), 17);
}

#[test]
fn a_list_cut_short_by_a_wrong_length_or_replaced_by_a_page_is_refused() {
    let list = un(0..20, SECOND);
    let page = "<!doctype html><title>Maintenance</title>".to_string();
    for act in [announces(list.len() / 2, list), ok(page)] {
        let (home, server) = (Home::with_20(), Server::new(vec![act]));
        let report = home.sync(vec![source(&server, &["/un.xml"])]);
        assert!(
            matches!(report.sources[0].ended, Ended::Refused { refusal: Refusal::Unreadable { .. }, .. }),
            "{report:?}"
        );
        assert_eq!(home.in_force(), 20);
    }
}

#[test]
fn an_empty_list_and_one_of_another_authority_are_refused() {
    let home = Home::with_20();
    let server = Server::new(vec![ok(un(0..0, SECOND)), ok(un(0..20, SECOND))]);
    let report = home.sync(vec![source(&server, &["/un.xml"])]);
    assert!(matches!(report.sources[0].ended, Ended::Refused { refusal: Refusal::Empty, .. }), "{report:?}");
    let report = home.sync(vec![Source { authority: Authority::uk(), ..source(&server, &["/un.xml"]) }]);
    assert!(matches!(report.sources[0].ended, Ended::Refused { refusal: Refusal::OtherAuthority { .. }, .. }));
    assert_eq!(home.in_force(), 20);
}

const SDN: &str = "101,\"INVENTED TRADING LLC\",-0- ,\"BELARUS\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n\
                   102,\"PERSON, Invented\",\"individual\",\"BELARUS\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 1970.\"\n";
const ALT: &str = "102,7,\"aka\",\"OTHER, Invented\",-0- \n";

#[test]
fn an_edition_of_two_files_is_taken_whole_or_not_at_all_and_the_other_sources_go_on() {
    let home = Home::with_20();
    let broken = Server::new(vec![ok(SDN.to_string()), status("500 Oops")]);
    let un_server = Server::new(vec![ok(un(0..21, SECOND))]);
    let sdn = |s: &Server| {
        let urls = vec![format!("{}/SDN.CSV", s.url), format!("{}/ALT.CSV", s.url)];
        Source::new("us-sdn", Authority::us(), urls)
    };
    let report = home.sync(vec![sdn(&broken), source(&un_server, &["/un.xml"])]);
    let of = |name: &str| report.sources.iter().find(|s| s.name == name).expect("in the report");
    assert!(matches!(&of("us-sdn").ended, Ended::Failed { url, .. } if url.ends_with("/ALT.CSV")), "{report:?}");
    assert!(matches!(of("un").ended, Ended::Added { new: 1, .. }));
    assert_eq!(home.history().sources().collect::<Vec<_>>(), ["un"]);

    let whole = Server::new(vec![ok(SDN.to_string()), ok(ALT.to_string())]);
    let report = home.sync(vec![sdn(&whole)]);
    let line = &report.sources[0];
    assert!(matches!(line.ended, Ended::Added { new: 2, .. }), "{line:?}");
    let basis = line.published.map(|p| p.basis);
    assert_eq!((line.files.len(), basis), (2, Some(Basis::Http)), "OFAC's CSV states no date");
    let history = home.history();
    let state = history.current();
    let person = state.entities.iter().find(|e| e.id == "102").expect("listed");
    assert_eq!(person.names.len(), 2, "the alias came out of the second file");
}

#[test]
fn a_source_that_wants_a_token_says_so_and_the_token_is_nowhere_written() {
    let (home, server) = (Home::new(), Server::new(vec![ok(un(0..20, FIRST))]));
    let token_env = Some("INTERDICT_TEST_NO_SUCH_TOKEN".to_string());
    let wants = Source { token_env, ..source(&server, &["/un.xml?token={token}"]) };
    let report = home.sync(vec![wants.clone()]);
    assert!(
        matches!(&report.sources[0].ended, Ended::Failed { why, .. } if why.contains("INTERDICT_TEST_NO_SUCH_TOKEN"))
    );
    assert!(server.asked().is_empty());
    // PATH stands for a variable that is there; its value must reach the server and nothing else.
    let secret = std::env::var("CARGO_PKG_NAME").expect("cargo sets it");
    let report = home.sync(vec![Source { token_env: Some("CARGO_PKG_NAME".into()), ..wants }]);
    assert!(report.is_clean(), "{report:?}");
    assert!(server.asked()[0].contains(&format!("token={secret}")));
    let remembered = std::fs::read_to_string(home.dir.path().join("cache/un.json")).expect("remembered");
    assert!(remembered.contains("{token}") && !remembered.contains(&secret));
}

#[test]
fn local_editions_come_in_order_and_a_second_time_change_nothing() {
    let home = Home::new();
    let folder = home.dir.path().join("in/2026");
    std::fs::create_dir_all(&folder).expect("makes");
    std::fs::write(folder.join("un_b.xml"), un(0..20, FIRST)).expect("writes");
    std::fs::write(folder.join("un_a.xml"), un(1..22, SECOND)).expect("writes");
    std::fs::write(folder.join("notes.txt"), "nothing of interest").expect("writes");
    let report = home.from(&["in"]);
    assert!(report.is_clean(), "{report:?}");
    assert_eq!((report.sources.len(), report.passed_over.len()), (2, 1));
    assert_eq!(home.in_force(), 21);
    assert_eq!(home.history().editions("un").len(), 2);
    let again = home.from(&["in"]);
    assert!(again.sources.iter().all(|s| s.ended == Ended::Unchanged), "{again:?}");
    assert_eq!(again.snapshot, None);
    // A file that is named must be a list.
    let named = home.from(&["in/2026/notes.txt", "in/none.xml"]);
    assert_eq!(named.problems.len(), 2);
    assert!(!named.is_clean());
}

#[test]
fn the_35_of_2_december_2021_join_and_none_leave_while_a_malformed_list_is_refused() {
    let data = std::env::var("INTERDICT_TEST_DATA")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data").to_string());
    if !std::path::Path::new(&data).is_dir() {
        println!(
            "skipped: the_35_of_2_december_2021_join_and_none_leave_while_a_malformed_list_is_refused: no test data at {data}"
        );
        return;
    }
    let home = Home::new();
    let files = ["ofac/sdn_2021-12-02_after.csv.gz", "ofac/sdn_2021-12-02_before.csv.gz", "un"];
    let paths = files.iter().map(|f| std::path::Path::new(&data).join(f)).collect();
    let plan = Plan::From { paths, published: None };
    let report = sync(&home.store(), &plan, &Home::options(), &|_| (), &()).expect("the store is fine");
    let of = |word: &str| report.sources.iter().find(|s| s.name.contains(word)).expect("in the report");
    assert!(matches!(of("before").ended, Ended::Added { new: 9000, .. }), "{:?}", of("before").ended);
    assert!(matches!(of("after").ended, Ended::Added { new: 35, gone: 0, .. }), "{:?}", of("after").ended);
    assert!(of("after").notes.iter().any(|n| n.contains("same instant")), "{:?}", of("after").notes);
    let Ended::Refused { reason, .. } = &of("MALFORMED").ended else { panic!("{:?}", of("MALFORMED")) };
    assert!(reason.contains("not UTF-8"), "{reason}");
    assert_eq!(report.sources.iter().filter(|s| s.ended.is_accepted()).count(), 5);
    println!("{:?}", report.seconds);
}

#[test]
fn a_list_that_contradicts_the_count_in_its_own_header_is_refused() {
    let list = include_str!("fixtures/ofac_legacy.xml");
    let wrong = list.replacen("<Record_Count>3<", "<Record_Count>9<", 1);
    assert_ne!(list, wrong, "the fixture states 3");
    let (home, server) = (Home::with_20(), Server::new(vec![ok(wrong), ok(list.to_string())]));
    let sdn = Source::new("us-sdn", Authority::us(), vec![format!("{}/SDN.XML", server.url)]);
    let report = home.sync(vec![sdn.clone()]);
    let counts = Refusal::Count { stated: 9, records: 3 };
    assert!(matches!(&report.sources[0].ended, Ended::Refused { refusal, .. } if *refusal == counts), "{report:?}");
    assert_eq!((report.snapshot, home.in_force()), (None, 20));
    assert!(matches!(home.sync(vec![sdn]).sources[0].ended, Ended::Added { new: 3, .. }));
}

/// One section that says which make it is of.
struct Make(u8);

impl Sections for Make {
    fn make(&self, _: &History) -> Vec<(String, Vec<u8>)> {
        vec![("made".to_string(), vec![self.0])]
    }

    fn fit(&self, snapshot: &Snapshot) -> bool {
        snapshot.section("made").expect("whole") == Some(&[self.0][..])
    }
}

#[test]
fn what_is_made_of_the_lists_is_made_anew_where_it_no_longer_fits_and_only_there() {
    let home = Home::new();
    let file = home.dir.path().join("un.xml");
    std::fs::write(&file, un(0..20, FIRST)).unwrap();
    let from = Plan::From { paths: vec![file], published: None };
    let run = |plan: &Plan, make| sync(&home.store(), plan, &Home::options(), &|_| (), &Make(make)).expect("a sync");
    assert!(run(&Plan::Keep, 1).snapshot.is_none(), "there is nothing to make it of");
    let first = run(&from, 1);
    assert!(first.snapshot.is_some() && !first.remade);
    assert!(run(&Plan::Keep, 1).snapshot.is_none() && run(&from, 1).snapshot.is_none());
    let second = run(&Plan::Keep, 2);
    assert!(second.remade && second.snapshot.is_some() && second.snapshot != first.snapshot);
    let now = home.store().current().unwrap().expect("a snapshot");
    assert_eq!(now.section("made").unwrap(), Some(&[2][..]));
    assert_eq!(now.len(), 20);
}
