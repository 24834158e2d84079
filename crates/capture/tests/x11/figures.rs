//! What a capture takes at 1080p, printed on request:
//! `cargo test -p corporate-capture --test x11 -- --ignored figures --nocapture`.

use std::time::{Duration, Instant};

use corporate_capture::Rect;

use crate::display::{Display, SOON};

const ROUNDS: u16 = 100;

#[test]
#[ignore = "prints figures, run by hand"]
fn figures() {
    let display = Display::start("1920x1080x24");
    let (painter, capturer) = (display.painter(), display.capture());
    capturer.next(SOON).expect("a capturer").expect("an update");
    let measure = |name: &str, rect: Rect| {
        let (mut waits, mut reads) = (Vec::new(), Vec::new());
        for round in 0..ROUNDS {
            let colour = 0x0001_0203 * (u32::from(round) % 50 + 3);
            let start = Instant::now();
            painter.fill(rect, colour);
            let painted = start.elapsed();
            loop {
                let update = capturer.next(SOON).expect("a capturer").expect("an update");
                if !update.damage.is_empty() {
                    waits.push(start.elapsed());
                    reads.push(Duration::from_micros(update.capture_us.into()));
                    break;
                }
            }
            assert!(painted < SOON);
        }
        print(name, &mut waits, &mut reads);
    };
    measure("glyph", Rect { x: 300, y: 200, width: 12, height: 13 });
    measure("640 by 360", Rect { x: 300, y: 200, width: 640, height: 360 });
    measure("whole screen", Rect::whole(1_920, 1_080));
}

#[expect(clippy::print_stdout, reason = "figures for people")]
fn print(name: &str, waits: &mut [Duration], reads: &mut [Duration]) {
    waits.sort();
    reads.sort();
    let (half, most) = (waits.len() / 2, waits.len() * 95 / 100);
    println!(
        "{name:14} from painting to update p50 {:?} p95 {:?}, reading p50 {:?} p95 {:?}",
        waits[half], waits[most], reads[half], reads[most]
    );
}
