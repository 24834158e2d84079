//! Photographic motion that nobody has to fetch: a textured landscape that a camera pans over in a
//! circle, soft shapes in front of it that move otherwise, and the grain of a sensor. The film's
//! end joins its beginning.

use std::f32::consts::TAU;

use crate::canvas::{Canvas, Seeded};

/// Width of the film.
pub(crate) const WIDTH: u16 = 1280;
/// Height of the film.
pub(crate) const HEIGHT: u16 = 720;
/// Pictures until it begins again.
pub(crate) const PICTURES: usize = 60;
/// How far the camera goes to each side, in pixels.
const PAN: usize = 120;
/// Levels of the sensor's grain to each side.
const GRAIN: i32 = 2;

/// The film, ready to be projected.
pub(crate) struct Film {
    landscape: Vec<[u8; 3]>,
    grain: Vec<i8>,
}

impl Film {
    pub(crate) fn new() -> Self {
        let (width, height) = (usize::from(WIDTH) + 2 * PAN, usize::from(HEIGHT) + 2 * PAN);
        let noise: Vec<Noise> = (0..3).map(|channel| Noise::new(11 + channel)).collect();
        let shade = Noise::new(3);
        let pixel = |at: usize| {
            let (x, y) = ((at % width) as f32, (at / width) as f32);
            let light = shade.fractal(x / 160.0, y / 160.0, 6);
            let colour = |channel: usize| noise[channel].fractal(x / 420.0, y / 420.0, 2);
            std::array::from_fn(|channel| {
                ((0.62 * light + 0.38 * colour(channel)) * 250.0).clamp(0.0, 255.0) as u8
            })
        };
        let landscape = (0..width * height).map(pixel).collect();
        let mut random = Seeded::new(77);
        let span = (2 * GRAIN + 1) as u64;
        let grain = (0..1 << 16).map(|_| (random.below(span) as i32 - GRAIN) as i8).collect();
        Self { landscape, grain }
    }

    /// The picture of this number.
    pub(crate) fn picture(&self, number: usize) -> Canvas {
        let turn = (number % PICTURES) as f32 / PICTURES as f32 * TAU;
        let pan = |part: f32| (PAN as f32 * (1.0 + part)) as usize;
        let (left, top) = (pan(turn.cos()), pan(turn.sin()));
        let stride = usize::from(WIDTH) + 2 * PAN;
        let mut random = Seeded::new(number as u64);
        let mut canvas = Canvas::plain(WIDTH, HEIGHT, [0, 0, 0]);
        let wide = usize::from(WIDTH);
        for (row, line) in canvas.pixels.chunks_exact_mut(wide * 4).enumerate() {
            let from = (top + row) * stride + left;
            let grain = random.below(self.grain.len() as u64 - u64::from(WIDTH)) as usize;
            let source = self.landscape[from..from + wide].iter().zip(&self.grain[grain..]);
            for (pixel, (colour, grain)) in line.chunks_exact_mut(4).zip(source) {
                for (sample, level) in pixel.iter_mut().zip(colour.iter().rev()) {
                    *sample = level.saturating_add_signed(*grain);
                }
            }
        }
        for shape in 0..3u16 {
            soft_disc(&mut canvas, shape, turn);
        }
        canvas
    }
}

/// A lit ball with a soft edge on a path of its own.
fn soft_disc(canvas: &mut Canvas, shape: u16, turn: f32) {
    let phase = f32::from(shape) * 2.1;
    let around = turn * f32::from(shape + 1) + phase;
    let (x, y) = (640.0 + 420.0 * around.sin(), 360.0 + 210.0 * (turn + phase).cos());
    let radius = 70.0 + 25.0 * f32::from(shape);
    let colour = [[200.0, 90.0, 60.0], [60.0, 150.0, 210.0], [230.0, 210.0, 120.0]];
    let colour: [f32; 3] = colour[usize::from(shape % 3)];
    let wide = usize::from(WIDTH);
    let reach = |middle: f32, end: u16| {
        let low = (middle - radius).max(0.0) as usize;
        low..((middle + radius).max(0.0) as usize).min(usize::from(end))
    };
    for row in reach(y, HEIGHT) {
        for column in reach(x, WIDTH) {
            let (across, down) = (column as f32 - x, row as f32 - y);
            let distance = across.hypot(down) / radius;
            let cover = ((1.0 - distance) * 8.0).clamp(0.0, 1.0);
            let light = 1.0 - 0.45 * (across + down) / radius;
            let at = (row * wide + column) * 4;
            for (sample, level) in canvas.pixels[at..at + 3].iter_mut().zip(colour.iter().rev()) {
                let old = f32::from(*sample);
                *sample = (old + (level * light - old) * cover).clamp(0.0, 255.0) as u8;
            }
        }
    }
}

/// Value noise on a grid that repeats.
struct Noise(Vec<f32>);

impl Noise {
    const SIDE: usize = 64;

    fn new(seed: u64) -> Self {
        let mut random = Seeded::new(seed);
        Self((0..Self::SIDE * Self::SIDE).map(|_| random.below(1000) as f32 / 999.0).collect())
    }

    fn at(&self, x: f32, y: f32) -> f32 {
        let smooth = |part: f32| part * part * (3.0 - 2.0 * part);
        let (left, top) = (x.floor(), y.floor());
        let (across, down) = (smooth(x - left), smooth(y - top));
        let corner = |dx: usize, dy: usize| {
            let (column, row) = (left as usize + dx, top as usize + dy);
            self.0[row % Self::SIDE * Self::SIDE + column % Self::SIDE]
        };
        let mix = |one: f32, other: f32, part: f32| one + (other - one) * part;
        let upper = mix(corner(0, 0), corner(1, 0), across);
        mix(upper, mix(corner(0, 1), corner(1, 1), across), down)
    }

    /// Several octaves, 0 to 1.
    fn fractal(&self, x: f32, y: f32, octaves: u32) -> f32 {
        let (mut sum, mut weight, mut total) = (0.0, 1.0, 0.0);
        for octave in 0..octaves {
            let zoom = (1u32 << octave) as f32;
            sum += weight * self.at(x * zoom, y * zoom);
            total += weight;
            weight *= 0.55;
        }
        sum / total
    }
}
