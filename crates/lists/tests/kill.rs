//! A writer is killed, or runs out of room, at any moment; what is in force stays whole.
//!
//! The test binary runs itself: with `INTERDICT_KILL_STORE` set, `the_writer` writes snapshots without end until it is killed.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(unix)]

mod support;

use interdict_lists::{Error, Store};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use support::*;

const STORE: &str = "INTERDICT_KILL_STORE";

/// Not a test of its own: the child process of those below.
#[test]
#[ignore = "the child process of the other tests"]
fn the_writer() {
    let Some(dir) = std::env::var_os(STORE) else { return };
    let store = Store::open(dir).expect("a folder");
    let start = store.snapshots().expect("listed").len();
    for n in start.. {
        let h = history(vec![(edition("us-sdn", "2021-12-02"), many("us-sdn", 20, n))]);
        // A section of ballast makes the writing, and not the encoding, what the child spends its time on.
        let ballast = vec![n as u8; 1 << 20];
        match store.write(&h, vec![("ballast".into(), ballast)]) {
            Ok(id) => println!("wrote {id}"),
            Err(Error::NoRoom { source, .. }) => {
                println!("no room: {source}");
                std::process::exit(7);
            }
            Err(e) => panic!("{e}"),
        }
    }
}

fn child(dir: &std::path::Path, shell: Option<&str>) -> Command {
    let me = std::env::current_exe().expect("this test");
    let mut command = match shell {
        Some(before) => {
            let mut c = Command::new("sh");
            c.arg("-c").arg(format!("{before}; exec \"$0\" \"$@\"")).arg(&me);
            c
        }
        None => Command::new(&me),
    };
    command.args(["the_writer", "--exact", "--ignored", "--nocapture"]);
    command.env(STORE, dir).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[test]
fn a_writer_killed_at_any_moment_leaves_a_whole_snapshot_in_force() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open(dir.path()).expect("a folder");
    store.write(&history(vec![(edition("us-sdn", "2021-12-01"), many("us-sdn", 3, 0))]), vec![]).expect("written");
    let first = store.current_id().expect("readable");
    let (mut leftovers, mut moved) = (0, 0);
    let rounds = 60;
    for round in 0..rounds {
        let before = store.current_id().expect("readable");
        let mut writer = child(dir.path(), None).stdout(Stdio::null()).spawn().expect("runs");
        // Wait until it is at work, then let it die at a moment of its own.
        let start = Instant::now();
        while store.current_id().expect("readable") == before && start.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_micros(300));
        }
        std::thread::sleep(Duration::from_micros(round * 733 % 23_000));
        writer.kill().expect("killed");
        writer.wait().expect("dead");
        let snapshot = store.current().expect("opens").expect("there");
        snapshot.verify().unwrap_or_else(|e| panic!("round {round}: {e}"));
        assert!(!snapshot.is_empty());
        moved += u64::from(Some(snapshot.id()) != before);
        let parts = std::fs::read_dir(dir.path().join("snapshots")).expect("listed").flatten();
        leftovers += parts.filter(|e| e.path().extension().is_some_and(|x| x == "part")).count();
    }
    // Every file under a snapshot's name is whole, not only the one in force.
    let all = store.snapshots().expect("listed");
    for id in &all {
        store.open_id(*id).and_then(|s| s.verify()).unwrap_or_else(|e| panic!("{e}"));
    }
    println!("{rounds} kills, {} snapshots, {moved} rounds moved on, {leftovers} half files were seen", all.len());
    assert!(moved > rounds / 2 && store.current_id().expect("readable") != first, "the writer was at work");
    // The next writer clears up what the dead ones left.
    store.write(&history(vec![(edition("us-sdn", "2021-12-01"), many("us-sdn", 3, 9))]), vec![]).expect("written");
    let parts = std::fs::read_dir(dir.path().join("snapshots")).expect("listed").flatten();
    assert_eq!(parts.filter(|e| e.path().extension().is_some_and(|x| x == "part")).count(), 0);
}

#[test]
fn a_full_disk_leaves_the_last_good_snapshot_in_force() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open(dir.path()).expect("a folder");
    let good = store.write(&history(vec![(edition("us-sdn", "2021-12-01"), many("us-sdn", 3, 0))]), vec![]);
    let good = good.expect("written");
    // No file past 64 blocks (of 512 or 1024 bytes, as the shell counts): with its ballast a snapshot is larger. With the
    // signal ignored the system answers as a full disk does, with an error to the write.
    let out = child(dir.path(), Some("trap '' XFSZ; ulimit -f 64")).output().expect("runs");
    let said = String::from_utf8_lossy(&out.stdout);
    assert_eq!(out.status.code(), Some(7), "{said} {}", String::from_utf8_lossy(&out.stderr));
    assert!(said.contains("no room"), "{said}");
    assert_eq!(store.current_id().expect("readable"), Some(good));
    store.current().expect("opens").expect("there").verify().expect("whole");
    assert_eq!(store.snapshots().expect("listed"), [good]);
    let parts = std::fs::read_dir(dir.path().join("snapshots")).expect("listed").count();
    assert_eq!(parts, 1, "the half file was removed, for it takes the room that the next try needs");
}
