//! What comparing takes: `cargo bench -p corporate-capture`. A 1080p picture of text, read whole
//! where nothing, everything, a scrolled window or one glyph is new, and as damage of small parts.

use std::hint::black_box;

use corporate_capture::Rect;
use corporate_capture::synthetic::{Canvas, text_pixel};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const WIDTH: u16 = 1_920;
const HEIGHT: u16 = 1_080;
const WHOLE: Rect = Rect::whole(WIDTH, HEIGHT);
/// A window whose text moves by three rows of pixels.
const WINDOW: Rect = Rect { x: 240, y: 100, width: 1_200, height: 900 };
/// Rectangles of a system that names each letter.
const LETTERS: u16 = 64;

fn picture(pixel: impl Fn(u16, u16) -> [u8; 4]) -> Vec<u8> {
    (0..HEIGHT).flat_map(|y| (0..WIDTH).flat_map(|x| pixel(x, y)).collect::<Vec<_>>()).collect()
}

fn inside(rect: Rect, x: u16, y: u16) -> bool {
    (u32::from(rect.x)..rect.right()).contains(&x.into())
        && (u32::from(rect.y)..rect.bottom()).contains(&y.into())
}

fn whole(criterion: &mut Criterion) {
    let text = picture(text_pixel);
    let inverse = picture(|x, y| text_pixel(x, y).map(|part| !part));
    let glyph = Rect { x: 700, y: 420, width: 6, height: 12 };
    let glyph = picture(|x, y| if inside(glyph, x, y) { [0; 4] } else { text_pixel(x, y) });
    let scrolled = picture(|x, y| text_pixel(x, if inside(WINDOW, x, y) { y + 3 } else { y }));
    let mut group = criterion.benchmark_group("whole picture");
    group.throughput(Throughput::Bytes(text.len() as u64));
    for (name, other) in
        [("same", &text), ("different", &inverse), ("one glyph", &glyph), ("scrolled", &scrolled)]
    {
        let mut canvas = Canvas::new(WIDTH, HEIGHT);
        let mut turn = false;
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                turn = !turn;
                black_box(canvas.absorb(WHOLE, if turn { &text } else { other }).len())
            });
        });
    }
    group.finish();
}

fn parts(criterion: &mut Criterion) {
    let mut canvas = Canvas::new(WIDTH, HEIGHT);
    let mut turn = 0_u8;
    let mut group = criterion.benchmark_group("damage");
    for (name, count) in [("one letter", 1), ("64 letters", LETTERS)] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                turn = turn.wrapping_add(1);
                let letter = [turn; 12 * 13 * 4];
                for index in 0..count {
                    let (x, y) = (index % 8 * 200, index / 8 * 100);
                    let rect = Rect { x, y, width: 12, height: 13 };
                    black_box(canvas.absorb(rect, &letter).len());
                }
            });
        });
    }
    group.finish();
}

criterion_group!(compare, whole, parts);
criterion_main!(compare);
