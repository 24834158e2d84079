//! What an update costs at 1080p, printed on request:
//! `cargo test -p corporate-encode --test stream -- --ignored figures --nocapture`.
//! Figures and not limits: machines differ, and others work on this one.

use std::time::{Duration, Instant};

use corporate_encode::{Encoder, Options};
use corporate_protocol::screen::{Operation, Rect};

use crate::scene::{Scene, letters};
use crate::viewer::Viewer;

const ROUNDS: u32 = 60;

/// Time that this thread has had on a processor.
fn processor_time() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let spent = text.split(' ').next().and_then(|text| text.parse().ok());
    Duration::from_nanos(spent.unwrap_or(0))
}

#[expect(clippy::print_stdout, reason = "figures for people")]
fn measure(name: &str, step: Duration, paint: impl Fn(&mut Scene, u32) -> Vec<Rect>) {
    let mut scene = Scene::text(1_920, 1_080);
    let mut encoder = Encoder::new(1_920, 1_080, Options::default()).expect("an encoder");
    let mut viewer = Viewer::new(1_920, 1_080);
    let mut now = Instant::now();
    viewer.apply(&encoder.encode(&scene.picture(), &[], true, now).expect("a first frame"));
    now += Duration::from_millis(300);
    while let Some(sharper) = encoder.sharpen(&scene.picture(), now).expect("a step") {
        viewer.apply(&sharper);
    }
    let (mut times, mut bytes, mut videos) = (Vec::new(), 0, 0);
    let mut spent = Duration::ZERO;
    for moment in 0..ROUNDS {
        now += step;
        let damage = paint(&mut scene, moment);
        let before = processor_time();
        let encoded = encoder.encode(&scene.picture(), &damage, false, now).expect("a frame");
        spent += processor_time().saturating_sub(before);
        times.push(f64::from(encoded.encode_us) / 1e3);
        for operation in &encoded.operations {
            match operation {
                Operation::Video { data, .. } => {
                    videos += 1;
                    bytes += data.len();
                }
                Operation::Patch { data, .. } => bytes += data.len(),
                _ => {}
            }
        }
        viewer.apply(&encoded);
    }
    let psnr = viewer.psnr(&scene.pixels);
    times.sort_by(f64::total_cmp);
    let mean = spent.as_secs_f64() * 1e3 / f64::from(ROUNDS);
    let (half, most) = (times[times.len() / 2], times[times.len() * 95 / 100]);
    let each = bytes as f64 / f64::from(ROUNDS) / 1e3;
    println!(
        "{name:24} CPU {mean:6.2} ms, wall p50 {half:6.2} p95 {most:6.2} ms  {each:7.1} kB each  \
         {videos:2} of {ROUNDS} video  {psnr:.1} dB at the end"
    );
}

#[test]
#[ignore = "prints figures, run by hand"]
fn figures() {
    let frame = Duration::from_millis(33);
    measure("glyph, typed", Duration::from_millis(150), |scene, moment| {
        let x = (moment * 9 % 1_800) as u16;
        let glyph = Rect { x, y: 401, width: 9, height: 14 };
        scene.fill(glyph, |x, y| letters(x * 3, y));
        vec![glyph]
    });
    measure("window of text opens", Duration::from_secs(1), |scene, moment| {
        let window = Rect { x: 200, y: 150, width: 800, height: 600 };
        scene.fill(window, |x, y| letters(x + moment * 91, y + moment * 35));
        vec![window]
    });
    measure("whole screen scrolls", frame, |scene, moment| {
        scene.fill(scene.whole(), |x, y| letters(x, y + moment * 14));
        vec![scene.whole()]
    });
    measure("film of 640 by 360", frame, |scene, moment| {
        let film = Rect { x: 320, y: 240, width: 640, height: 360 };
        scene.film(film, moment);
        vec![film]
    });
    measure("film on the whole screen", frame, |scene, moment| {
        scene.film(scene.whole(), moment);
        vec![scene.whole()]
    });
}

/// Writes 60 pictures for decoders that are tried by hand: one access unit each, so that
/// `ffmpeg -i film.h264 -f null -` must count 60.
#[test]
#[ignore = "writes a file for other decoders"]
fn stream_for_other_decoders() {
    let mut scene = Scene::text(1_366, 767);
    let mut encoder = Encoder::new(1_366, 767, Options::default()).expect("an encoder");
    let mut now = Instant::now();
    let mut stream = Vec::new();
    for moment in 0..60 {
        now += Duration::from_millis(33);
        scene.film(scene.whole(), moment);
        let damage = [scene.whole()];
        let encoded = encoder.encode(&scene.picture(), &damage, false, now).expect("a frame");
        for operation in encoded.operations {
            let Operation::Video { data, .. } = operation else { panic!("a film is video") };
            stream.extend(data);
        }
    }
    let path = concat!(env!("CARGO_TARGET_TMPDIR"), "/film.h264");
    std::fs::write(path, stream).expect("a file");
}
