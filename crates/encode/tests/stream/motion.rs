//! Motion through the encoder: video that decodes picture by picture, with key frames only when
//! asked for, at a quality that has a floor.

use std::time::{Duration, Instant};

use corporate_encode::{Encoder, Options};
use corporate_protocol::screen::{Operation, Rect};

use crate::scene::{Scene, letters, photo};
use crate::viewer::Viewer;

const STEP: Duration = Duration::from_millis(33);

struct Run {
    keys: usize,
    bytes: Vec<usize>,
    worst_psnr: f64,
}

/// Plays moving pictures; the viewer checks that each access unit is one picture, at once.
fn play(options: Options, moments: u32, paint: impl Fn(&mut Scene, u32) -> Rect) -> Run {
    let mut scene = Scene::text(640, 480);
    let mut encoder = Encoder::new(640, 480, options).expect("an encoder");
    let mut viewer = Viewer::new(640, 480);
    let mut now = Instant::now();
    viewer.apply(&encoder.encode(&scene.picture(), &[], true, now).expect("a first frame"));
    let mut run = Run { keys: 0, bytes: Vec::new(), worst_psnr: f64::INFINITY };
    for moment in 0..moments {
        now += STEP;
        let damage = [paint(&mut scene, moment)];
        let encoded = encoder.encode(&scene.picture(), &damage, false, now).expect("a frame");
        viewer.apply(&encoded);
        let mut bytes = 0;
        for operation in &encoded.operations {
            match operation {
                Operation::Video { key, data, .. } => {
                    run.keys += usize::from(*key);
                    bytes += data.len();
                }
                Operation::Patch { data, .. } => bytes += data.len(),
                _ => {}
            }
        }
        run.bytes.push(bytes);
        run.worst_psnr = run.worst_psnr.min(viewer.psnr(&scene.pixels));
    }
    run
}

#[test]
fn a_film_has_no_key_pictures_and_a_floor_of_quality() {
    let run = play(Options::default(), 40, |scene, moment| {
        scene.film(scene.whole(), moment);
        scene.whole()
    });
    assert_eq!(run.keys, 0);
    assert!(run.worst_psnr > 30.0, "{} dB", run.worst_psnr);
}

#[test]
fn a_change_of_scene_is_no_key_picture() {
    let run = play(Options::default(), 30, |scene, moment| {
        match moment / 10 {
            1 => scene.fill(scene.whole(), letters),
            _ => scene.film(scene.whole(), moment),
        }
        scene.whole()
    });
    assert_eq!(run.keys, 0);
}

#[test]
fn scrolling_text_stays_readable() {
    let run = play(Options::default(), 40, |scene, moment| {
        scene.fill(scene.whole(), |x, y| letters(x, y + moment * 14));
        scene.whole()
    });
    assert_eq!(run.keys, 0);
    assert!(run.worst_psnr > 22.0, "{} dB", run.worst_psnr);
}

#[test]
fn a_narrow_line_gets_fewer_bytes() {
    // Nothing that a search for motion could find: each block shows another place each time.
    let confusion = |scene: &mut Scene, moment: u32| {
        scene.fill(scene.whole(), |x, y| {
            let block = (x / 32 * 31 + y / 32 * 17 + moment * 7).wrapping_mul(2_654_435_761);
            photo(x * 3 + (block >> 20), y * 3 + (block >> 10 & 1_023))
        });
        scene.whole()
    };
    let wide = play(Options { update_bytes: 1 << 20, ..Options::default() }, 40, confusion);
    let narrow = play(Options { update_bytes: 8_000, ..Options::default() }, 40, confusion);
    let last = |run: &Run| run.bytes.iter().rev().take(20).sum::<usize>() / 20;
    assert!(last(&narrow) < last(&wide) / 2, "{} and {}", last(&narrow), last(&wide));
    assert_eq!(wide.keys + narrow.keys, 0, "another quantiser is no reason for a key picture");
}

#[test]
fn a_refresh_is_a_key_picture_with_its_parameter_sets() {
    let scene = Scene::text(640, 480);
    let mut encoder = Encoder::new(640, 480, Options::default()).expect("an encoder");
    let now = Instant::now();
    for _ in 0..3 {
        let encoded = encoder.encode(&scene.picture(), &[], true, now).expect("a refresh");
        assert!(encoded.refresh);
        let [Operation::Video { key: true, rects, data }] = &encoded.operations[..] else {
            panic!("{} operations", encoded.operations.len())
        };
        assert_eq!(rects[..], [scene.whole()]);
        let units: Vec<u8> = openh264::nal_units(data).map(kind).collect();
        assert_eq!(units, [7, 8, 5]);
        // A viewer that knows nothing yet.
        let mut viewer = Viewer::new(640, 480);
        viewer.apply(&encoded);
        assert!(viewer.psnr(&scene.pixels) > 18.0, "{}", viewer.psnr(&scene.pixels));
    }
}

/// The type of a unit with its start code.
fn kind(unit: &[u8]) -> u8 {
    let start = unit.iter().position(|byte| *byte == 1).expect("a start code");
    unit[start + 1] & 0x1f
}
