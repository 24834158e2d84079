//! Downloads that break, lie or go elsewhere.

use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};

use corporate_opener::{OpenerError, Report, Step};

use crate::server::{Reply, Request, Server};
use crate::world::{
    APP, DOWNLOAD, REDEEM, Run, World, file, grant, manifest, portal, sign, signer,
};

/// A portal whose n-th download, counted from 0, is answered like this.
fn portal_with(download: impl Fn(usize, &Request) -> Reply + Send + Sync + 'static) -> Server {
    let count = AtomicUsize::new(0);
    portal(sign(&manifest(APP.as_bytes()), &signer()), move |request| {
        download(count.fetch_add(1, Ordering::SeqCst), request)
    })
}

/// Where each download began.
fn starts(portal: &Server) -> Vec<Option<String>> {
    let requests = portal.requests();
    let downloads = requests.iter().filter(|request| request.path() == DOWNLOAD);
    downloads.map(|request| request.header("range").map(str::to_owned)).collect()
}

fn half() -> Vec<u8> {
    APP.as_bytes()[..APP.len() / 2].to_vec()
}

#[test]
fn a_broken_download_goes_on_where_it_broke_off() {
    let world = World::new();
    let portal = portal_with(|count, request| match count {
        0 => Reply::new(200, half()).promising(APP.len()),
        _ => file(request, APP.as_bytes()),
    });
    world.run(&portal).assert_done();
    assert_eq!(starts(&portal), [None, Some(format!("bytes={}-", half().len()))]);
    assert_eq!(fs::read_to_string(world.program()).expect("the app"), APP);
}

#[test]
fn a_download_left_by_an_earlier_run_is_resumed() {
    let world = World::new();
    let broken = portal_with(|count, _| match count {
        0 => Reply::new(200, half()).promising(APP.len()),
        _ => Reply::new(503, ""),
    });
    assert!(matches!(world.failure(&broken), OpenerError::DownloadRefused(503)));
    let whole = portal_with(|_, request| file(request, APP.as_bytes()));
    let run = world.run(&whole);
    run.assert_done();
    assert_eq!(starts(&whole), [Some(format!("bytes={}-", half().len()))]);
    let resumed = run.reports.iter().any(|report| {
        matches!(report, Report::Step(Step::Downloading { done_bytes, .. })
            if *done_bytes == half().len() as u64)
    });
    assert!(resumed, "{:?}", run.reports);
}

#[test]
fn retry_goes_on_without_showing_the_code_again() {
    let world = World::new();
    let portal = portal_with(|count, request| match count {
        0 => Reply::new(503, ""),
        _ => file(request, APP.as_bytes()),
    });
    let run = world.run(&portal);
    assert!(run.handoff.is_ready());
    Run::of(run.handoff).assert_done();
    let requests = portal.requests();
    let redeemed = requests.iter().filter(|request| request.path() == REDEEM);
    assert_eq!(redeemed.count(), 1);
}

#[test]
fn a_server_without_ranges_sends_it_all_again() {
    let world = World::new();
    let portal = portal_with(|count, _| match count {
        0 => Reply::new(200, half()).promising(APP.len()),
        _ => Reply::new(200, APP),
    });
    world.run(&portal).assert_done();
}

#[test]
fn a_range_that_begins_elsewhere_is_not_pasted_in() {
    let world = World::new();
    let portal = portal_with(|count, request| match count {
        0 => Reply::new(200, half()).promising(APP.len()),
        1 => Reply::new(206, APP).header("Content-Range", format!("bytes 0-9/{}", APP.len())),
        _ => file(request, APP.as_bytes()),
    });
    world.run(&portal).assert_done();
    assert_eq!(starts(&portal)[2], None);
}

#[test]
fn a_part_that_was_tampered_with_is_thrown_away_and_fetched_anew() {
    let world = World::new();
    let broken = portal_with(|count, _| match count {
        0 => Reply::new(200, half()).promising(APP.len()),
        _ => Reply::new(503, ""),
    });
    world.failure(&broken);
    let part = fs::read_dir(world.app_folder()).expect("a folder").flatten().next();
    let part = part.expect("an unfinished download").path();
    let mut bytes = fs::read(&part).expect("the part");
    bytes[5] ^= 1;
    fs::write(&part, bytes).expect("changed");
    let whole = portal_with(|_, request| file(request, APP.as_bytes()));
    world.run(&whole).assert_done();
    assert_eq!(starts(&whole).last(), Some(&None));
}

#[test]
fn a_tampered_download_is_deleted_and_never_run() {
    let world = World::new();
    let portal = portal_with(|_, request| {
        let tampered = APP.replace("echo joined", "echo j0ined");
        file(request, tampered.as_bytes())
    });
    let run = world.run(&portal);
    assert!(run.handoff.is_ready(), "another network may help");
    assert!(matches!(run.failure(), OpenerError::DownloadTampered));
    assert!(!world.app_folder().join("seen-line").exists());
    assert_eq!(fs::read_dir(world.app_folder()).expect("a folder").count(), 0);
}

#[test]
fn a_download_that_always_breaks_off_says_how_far_it_came() {
    let world = World::new();
    let portal = portal_with(|_, request| match request.header("range") {
        None => Reply::new(200, half()).promising(APP.len()),
        Some(_) => Reply::new(206, "")
            .header(
                "Content-Range",
                format!("bytes {}-{}/{}", half().len(), APP.len() - 1, APP.len()),
            )
            .promising(APP.len() - half().len()),
    });
    let error = world.failure(&portal);
    assert!(
        matches!(error, OpenerError::DownloadBroken { done_bytes, total_bytes }
            if done_bytes == half().len() as u64 && total_bytes == APP.len() as u64),
        "{error}"
    );
}

#[test]
fn more_than_the_release_says_is_refused_while_it_comes() {
    let world = World::new();
    let portal = portal_with(|_, _| Reply::new(200, vec![b'#'; 4 * 1024 * 1024]));
    assert!(matches!(world.failure(&portal), OpenerError::DownloadTooLarge));
    assert_eq!(fs::read_dir(world.app_folder()).expect("a folder").count(), 0);
}

#[test]
fn a_download_without_an_end_is_refused_before_any_end() {
    let world = World::new();
    let portal = portal_with(|_, _| {
        Reply::new(200, vec![b'#'; APP.len() + 1]).promising(usize::MAX >> 1).holding()
    });
    assert!(matches!(world.failure(&portal), OpenerError::DownloadTooLarge));
    assert_eq!(fs::read_dir(world.app_folder()).expect("a folder").count(), 0);
}

#[test]
fn no_redirect_is_followed_not_even_to_the_same_portal() {
    let elsewhere = Server::start(|_| Reply::new(200, APP));
    for target in [format!("http://{}/app", elsewhere.address()), "/other".to_owned()] {
        let world = World::new();
        let redirected = target.clone();
        let portal =
            portal_with(move |_, _| Reply::new(302, "").header("Location", redirected.as_str()));
        assert!(matches!(world.failure(&portal), OpenerError::Redirected(302)), "{target}");

        let world = World::new();
        let redirected = target.clone();
        let portal =
            Server::start(move |_| Reply::new(307, "").header("Location", redirected.as_str()));
        assert!(matches!(world.failure(&portal), OpenerError::Redirected(307)), "{target}");
        assert_eq!(portal.requests().len(), 1);
    }
    assert!(elsewhere.requests().is_empty());
}

#[test]
fn a_large_app_reports_how_it_gets_on() {
    let world = World::new();
    let mut app = b"#!/bin/sh\nread -r line\necho joined\nexit 0\n".to_vec();
    app.resize(3 * 1024 * 1024, b'#');
    let release = sign(&manifest(&app), &signer());
    let portal = Server::start(move |request| match request.path() {
        REDEEM => grant(release.clone()),
        _ => file(request, &app),
    });
    let run = world.run(&portal);
    run.assert_done();
    let progress: Vec<u64> = run
        .reports
        .iter()
        .filter_map(|report| match report {
            Report::Step(Step::Downloading { done_bytes, .. }) => Some(*done_bytes),
            _ => None,
        })
        .collect();
    assert!(progress.len() > 3 && progress.is_sorted(), "{progress:?}");
}
