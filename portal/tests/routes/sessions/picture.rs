//! `GET /api/v1/sessions/{session}/files/{file}/picture`

use std::io::Cursor;

use corporate_protocol::{ErrorCode, PictureSize, SessionId};
use image::{DynamicImage, ImageFormat, RgbImage};

use crate::support::{Agent, Answer, Customer, TestPortal, fetched, file_path, sent};

fn drawn(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 9]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(picture).write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

/// The header of a PNG of this size, with its right checksum, and nothing behind it.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut png = drawn(1, 1, ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let mut crc = !0_u32;
    for byte in &png[12..29] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
        }
    }
    png[29..33].copy_from_slice(&(!crc).to_be_bytes());
    png
}

async fn picture(
    portal: &TestPortal,
    cookie: &str,
    session: SessionId,
    file: corporate_protocol::FileId,
) -> Answer {
    let path = format!("{}/picture", file_path(session, file));
    fetched(portal, ("cookie", cookie), &path).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_shown_as_the_portal_drew_it_and_kept_as_it_came() {
    let portal = TestPortal::start().await;
    let erika = Customer::helped(&portal, "Erika").await;
    let cookie = ("cookie", erika.cookie.as_str());
    for (name, format, kind) in [
        ("a.png", ImageFormat::Png, "image/png"),
        ("a.jpg", ImageFormat::Jpeg, "image/jpeg"),
        ("a.webp", ImageFormat::WebP, "image/jpeg"),
    ] {
        // Scripts behind the end of a picture are an old trick.
        let mut bytes = drawn(40, 30, format);
        bytes.extend(b"<script>alert(1)</script>");
        let info = sent(&portal, cookie, erika.session, name, bytes.clone()).await;
        assert_eq!(info.picture, Some(PictureSize { width: 40, height: 30 }), "{name}");
        let shown = picture(&portal, &erika.cookie, erika.session, info.id).await;
        assert_eq!((shown.status, shown.header("content-type")), (200, Some(kind)));
        let disposition = shown.header("content-disposition").expect("a disposition");
        assert!(disposition.starts_with("inline; "), "{disposition}");
        assert_eq!(shown.header("content-security-policy"), Some("sandbox; default-src 'none'"));
        assert_eq!(shown.header("x-content-type-options"), Some("nosniff"));
        assert!(!shown.body.windows(7).any(|part| part == b"<script"), "{name}");
        let again = image::load_from_memory(&shown.body).expect("a picture");
        assert_eq!((again.width(), again.height()), (40, 30));
        let path = file_path(erika.session, info.id);
        let original = fetched(&portal, cookie, &path).await;
        assert_eq!(original.body, bytes);
        assert_eq!(original.header("content-type"), Some("application/octet-stream"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_none_or_claims_too_much_is_only_a_download() {
    let portal = TestPortal::start().await;
    let erika = Customer::helped(&portal, "Erika").await;
    let mut gif =
        b"GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff".to_vec();
    gif.extend([0, 2, 2, 0x44, 1, 0, 0x3b]);
    let half = drawn(200, 200, ImageFormat::Png);
    for (name, bytes) in [
        ("bomb.png", png_header(60_000, 60_000)),
        ("claims.gif", gif),
        ("page.png", b"<!doctype html><script>alert(1)</script>".to_vec()),
        ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec()),
        ("half.png", half[..half.len() / 2].to_vec()),
        ("named.txt", drawn(4, 4, ImageFormat::Png)),
        ("empty.png", Vec::new()),
    ] {
        let began = std::time::Instant::now();
        let info = sent(&portal, ("cookie", &erika.cookie), erika.session, name, bytes).await;
        assert_eq!(info.picture, None, "{name}");
        let shown = picture(&portal, &erika.cookie, erika.session, info.id).await;
        assert_eq!(shown.code(), ErrorCode::NotFound, "{name}");
        assert!(began.elapsed().as_secs() < 5, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_for_those_who_may_read() {
    let portal = TestPortal::start().await;
    let erika = Customer::helped(&portal, "Erika").await;
    let otto = Customer::start(&portal, "Otto", "Hi").await;
    let (anna, ben) = (Agent::anna(&portal).await, Agent::ben(&portal).await);
    let bytes = drawn(4, 4, ImageFormat::Png);
    let info = sent(&portal, ("cookie", &erika.cookie), erika.session, "a.png", bytes).await;
    let mut log = anna.try_log(&portal, erika.session).await.expect("a log");
    let queue = "printers".to_owned().try_into().expect("a queue");
    let hand = corporate_protocol::CommandBody::HandToQueue { queue };
    log.ask(hand).await.expect("possible");
    let of = async |cookie: &str| picture(&portal, cookie, erika.session, info.id).await;
    assert_eq!(of("").await.code(), ErrorCode::NotSignedIn);
    assert_eq!(of(&otto.cookie).await.code(), ErrorCode::NotInSession);
    assert_eq!(of(&anna.cookie).await.status, 200, "it waits");
    let max = Agent::sign_in(&portal, "max@demo.test").await;
    assert_eq!(of(&max.cookie).await.status, 200, "reports");
    let _log = ben.take(&portal, erika.session).await;
    assert_eq!(of(&anna.cookie).await.code(), ErrorCode::NotInSession);
    assert_eq!(of(&ben.cookie).await.status, 200);
}
