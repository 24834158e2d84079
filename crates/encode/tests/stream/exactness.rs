//! What must arrive exactly: patches, tiles that have stood still, odd sizes and pictures at the
//! limits; and what is refused.

use std::time::{Duration, Instant};

use corporate_encode::{EncodeError, Encoder, Options, Picture};
use corporate_protocol::limits;
use corporate_protocol::screen::{Operation, Rect};

use crate::scene::{Scene, letters, photo};
use crate::viewer::Viewer;

const STILL: Duration = Duration::from_millis(300);

fn start(scene: &Scene) -> (Encoder, Viewer, Instant) {
    let now = Instant::now();
    let mut encoder =
        Encoder::new(scene.width, scene.height, Options::default()).expect("an encoder");
    let mut viewer = Viewer::new(scene.width, scene.height);
    // A first frame needs no refresh to be asked for, and no damage.
    let first = encoder.encode(&scene.picture(), &[], false, now).expect("a first frame");
    assert!(first.refresh);
    viewer.apply(&first);
    (encoder, viewer, now)
}

/// Sharpens until nothing is left to do; gives the number of steps.
fn sharpen(encoder: &mut Encoder, viewer: &mut Viewer, scene: &Scene, now: Instant) -> usize {
    let mut steps = 0;
    while let Some(step) = encoder.sharpen(&scene.picture(), now).expect("a step") {
        let bytes: usize = step.operations.iter().map(bytes).sum();
        assert!(bytes <= 64 * 1024, "{bytes} bytes in one step");
        assert!(!step.refresh);
        viewer.apply(&step);
        steps += 1;
        assert!(steps < 1_000, "it ends");
    }
    steps
}

fn bytes(operation: &Operation) -> usize {
    match operation {
        Operation::Video { data, .. } | Operation::Patch { data, .. } => data.len(),
        _ => 0,
    }
}

#[test]
fn everything_is_exact_after_standing_still() {
    let scene = Scene::text(640, 480);
    let (mut encoder, mut viewer, now) = start(&scene);
    assert!(viewer.wrong_pixels(&scene.pixels) > 1_000, "H.264 alone is not exact");
    assert_eq!(encoder.sharpen(&scene.picture(), now + STILL / 2).expect("no step"), None);
    assert_eq!(encoder.sharpen_at(now), Some(now + STILL));
    assert!(sharpen(&mut encoder, &mut viewer, &scene, now + STILL) > 0);
    assert!(viewer.shows_exactly(&scene.pixels));
    assert_eq!(encoder.sharpen_at(now + STILL), None);
    assert!((encoder.exact_share() - 1.0).abs() < f32::EPSILON);
}

#[test]
fn a_glyph_travels_as_one_small_exact_patch() {
    let mut scene = Scene::text(640, 480);
    let (mut encoder, mut viewer, now) = start(&scene);
    sharpen(&mut encoder, &mut viewer, &scene, now + STILL);
    let glyph = Rect { x: 301, y: 203, width: 12, height: 13 };
    scene.fill(glyph, |x, y| if (x * y / 3) % 4 == 0 { [20, 30, 10] } else { [255; 3] });
    let encoded = encoder.encode(&scene.picture(), &[glyph], false, now + STILL).expect("it");
    assert!(!encoded.refresh);
    let [Operation::Patch { rect, data, .. }] = &encoded.operations[..] else {
        panic!("{:?}", encoded.operations)
    };
    assert_eq!(*rect, glyph);
    assert!(data.len() < 300, "{} bytes", data.len());
    viewer.apply(&encoded);
    assert!(viewer.shows_exactly(&scene.pixels));
    assert_eq!(encoder.sharpen_at(now + STILL), None, "nothing is left to sharpen");
}

#[test]
fn an_opened_window_of_text_is_exact_at_once() {
    let mut scene = Scene::text(800, 600);
    let (mut encoder, mut viewer, now) = start(&scene);
    sharpen(&mut encoder, &mut viewer, &scene, now + STILL);
    let window = Rect { x: 99, y: 77, width: 400, height: 300 };
    scene.fill(window, |x, y| letters(y, x).map(|value| value / 2));
    let encoded = encoder.encode(&scene.picture(), &[window], false, now + STILL).expect("it");
    viewer.apply(&encoded);
    assert!(viewer.shows_exactly(&scene.pixels));
}

#[test]
fn a_photo_travels_as_video_and_becomes_exact() {
    let mut scene = Scene::text(800, 600);
    let (mut encoder, mut viewer, now) = start(&scene);
    sharpen(&mut encoder, &mut viewer, &scene, now + STILL);
    let photo_rect = Rect { x: 101, y: 53, width: 500, height: 401 };
    scene.fill(photo_rect, photo);
    let encoded = encoder.encode(&scene.picture(), &[photo_rect], false, now + STILL).expect("it");
    let [Operation::Video { key: false, rects, .. }] = &encoded.operations[..] else {
        panic!("{:?}", encoded.operations.len())
    };
    assert_eq!(rects[..], [photo_rect]);
    viewer.apply(&encoded);
    let psnr = viewer.psnr(&scene.pixels);
    assert!(psnr > 30.0, "{psnr} dB");
    let steps = sharpen(&mut encoder, &mut viewer, &scene, now + STILL * 2);
    assert!(steps > 1, "a photo does not fit into one step");
    assert!(viewer.shows_exactly(&scene.pixels));
}

#[test]
fn video_beside_text_leaves_the_text_exact() {
    let mut scene = Scene::text(800, 600);
    let (mut encoder, mut viewer, mut now) = start(&scene);
    sharpen(&mut encoder, &mut viewer, &scene, now + STILL);
    let film = Rect { x: 32, y: 32, width: 480, height: 320 };
    let glyph = Rect { x: 700, y: 500, width: 9, height: 12 };
    for moment in 0..12 {
        now += Duration::from_millis(40);
        scene.film(film, moment);
        scene.fill(glyph, |x, y| [(x * y) as u8, moment as u8, 90]);
        let damage = [film, glyph];
        let encoded = encoder.encode(&scene.picture(), &damage, false, now).expect("a frame");
        viewer.apply(&encoded);
        let beside: Vec<usize> = wrong_outside(&viewer, &scene, film);
        assert!(beside.is_empty(), "moment {moment}: {beside:?}");
        assert_eq!(encoder.sharpen(&scene.picture(), now).expect("no step"), None);
    }
    sharpen(&mut encoder, &mut viewer, &scene, now + STILL);
    assert!(viewer.shows_exactly(&scene.pixels));
}

fn wrong_outside(viewer: &Viewer, scene: &Scene, rect: Rect) -> Vec<usize> {
    let width = usize::from(scene.width);
    let inside = |at: usize| {
        let (x, y) = ((at % width) as u16, (at / width) as u16);
        (rect.x..rect.x + rect.width).contains(&x) && (rect.y..rect.y + rect.height).contains(&y)
    };
    let pairs = viewer.pixels.chunks(4).zip(scene.pixels.chunks(4)).enumerate();
    pairs
        .filter(|(at, (one, two))| one[..3] != two[..3] && !inside(*at))
        .map(|(at, _)| at)
        .collect()
}

#[test]
fn nothing_new_is_nothing_to_send() {
    let scene = Scene::text(320, 200);
    let (mut encoder, _, now) = start(&scene);
    let outside = Rect { x: 400, y: 0, width: 9, height: 9 };
    for damage in [&[][..], &[outside]] {
        let encoded = encoder.encode(&scene.picture(), damage, false, now).expect("nothing");
        assert_eq!(encoded.operations, []);
        assert!(!encoded.refresh);
    }
}

#[test]
fn any_size_becomes_exact() {
    for (width, height) in [(1, 1), (1, 700), (2, 3), (15, 17), (641, 479), (1_366, 767)] {
        let mut scene = Scene::text(width, height);
        let (mut encoder, mut viewer, now) = start(&scene);
        scene.fill(scene.whole(), photo);
        let damage = [scene.whole()];
        viewer.apply(&encoder.encode(&scene.picture(), &damage, false, now).expect("a frame"));
        sharpen(&mut encoder, &mut viewer, &scene, now + STILL);
        assert!(viewer.shows_exactly(&scene.pixels), "{width}x{height}");
    }
}

#[test]
fn a_picture_too_large_for_video_travels_in_steps_and_becomes_exact() {
    let scene = Scene::text(9_000, 400);
    let (mut encoder, mut viewer, now) = start(&scene);
    sharpen(&mut encoder, &mut viewer, &scene, now);
    assert!(viewer.shows_exactly(&scene.pixels));
}

#[test]
fn damage_in_ten_thousand_pieces_stays_within_the_limits() {
    let mut scene = Scene::text(800, 600);
    let (mut encoder, mut viewer, now) = start(&scene);
    sharpen(&mut encoder, &mut viewer, &scene, now + STILL);
    scene.fill(
        scene.whole(),
        |x, y| if (x / 4 + y / 4) % 3 == 0 { [9, 9, 9] } else { letters(x, y) },
    );
    let pieces: Vec<Rect> = (0..30_000_u32)
        .map(|n| Rect { x: (n % 200 * 4) as u16, y: (n / 200 * 4) as u16, width: 4, height: 4 })
        .collect();
    let encoded = encoder.encode(&scene.picture(), &pieces, false, now + STILL).expect("a frame");
    assert!(encoded.operations.len() <= limits::OPERATIONS);
    viewer.apply(&encoded);
    sharpen(&mut encoder, &mut viewer, &scene, now + STILL * 2);
    assert!(viewer.shows_exactly(&scene.pixels));
}

#[test]
fn another_size_is_refused_and_harms_nothing() {
    let scene = Scene::text(320, 200);
    let (mut encoder, mut viewer, now) = start(&scene);
    let other = Scene::text(322, 200);
    let refused = encoder.encode(&other.picture(), &[], false, now).err();
    assert_eq!(refused, Some(EncodeError::Picture));
    assert_eq!(encoder.sharpen(&other.picture(), now).err(), Some(EncodeError::Picture));
    sharpen(&mut encoder, &mut viewer, &scene, now + STILL);
    assert!(viewer.shows_exactly(&scene.pixels));
    for (width, height) in [(0, 9), (9, 0), (16_385, 9)] {
        let refused = Encoder::new(width, height, Options::default()).err();
        assert_eq!(refused, Some(EncodeError::Size { width, height }));
    }
    assert!(Picture::new(320, 200, 1_280, &scene.pixels[1..]).is_err());
}
