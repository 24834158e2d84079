//! A viewer for tests: keeps a picture, decodes with openh264, paints only what it is told.

use corporate_encode::Encoded;
use corporate_protocol::screen::{Operation, PatchEncoding, Rect};
use openh264::decoder::Decoder;
use openh264::formats::YUVSource as _;
use yuv::{YuvPlanarImage, YuvRange, YuvStandardMatrix, yuv420_to_bgra};

pub(crate) struct Viewer {
    pub(crate) width: u16,
    pub(crate) height: u16,
    /// Rows of B, G, R, X.
    pub(crate) pixels: Vec<u8>,
    decoder: Decoder,
}

impl Viewer {
    pub(crate) fn new(width: u16, height: u16) -> Self {
        let pixels = vec![0; usize::from(width) * usize::from(height) * 4];
        Self { width, height, pixels, decoder: Decoder::new().expect("a decoder") }
    }

    /// Applies an update; checks that every access unit gives exactly one picture at once.
    pub(crate) fn apply(&mut self, encoded: &Encoded) {
        if encoded.refresh {
            self.decoder = Decoder::new().expect("a decoder");
        }
        for operation in &encoded.operations {
            match operation {
                Operation::Video { rects, data, .. } => self.paint_video(rects, data),
                Operation::Patch { rect, encoding, data } => {
                    self.paint_patch(*rect, *encoding, data);
                }
                Operation::Move { from_x, from_y, to } => self.shift((*from_x, *from_y), *to),
                other @ Operation::Cursor(_) => panic!("not made by the encoder: {other:?}"),
            }
        }
    }

    fn paint_video(&mut self, rects: &[Rect], data: &[u8]) {
        let decoded = self.decoder.decode(data).expect("a stream without errors");
        let decoded = decoded.expect("one picture for one access unit");
        let (width, height) = decoded.dimensions();
        assert!(width >= usize::from(self.width) && height >= usize::from(self.height));
        let (y_stride, u_stride, v_stride) = decoded.strides();
        let planes = YuvPlanarImage {
            y_plane: decoded.y(),
            y_stride: y_stride as u32,
            u_plane: decoded.u(),
            u_stride: u_stride as u32,
            v_plane: decoded.v(),
            v_stride: v_stride as u32,
            width: width as u32,
            height: height as u32,
        };
        let mut bgra = vec![0; width * height * 4];
        let (range, matrix) = (YuvRange::Limited, YuvStandardMatrix::Bt709);
        yuv420_to_bgra(&planes, &mut bgra, width as u32 * 4, range, matrix).expect("a conversion");
        for rect in rects {
            assert!(rect.fits(self.width, self.height), "{rect:?}");
            for row in usize::from(rect.y)..usize::from(rect.y) + usize::from(rect.height) {
                let bytes = usize::from(rect.width) * 4;
                let from = (row * width + usize::from(rect.x)) * 4;
                let to = (row * usize::from(self.width) + usize::from(rect.x)) * 4;
                self.pixels[to..to + bytes].copy_from_slice(&bgra[from..from + bytes]);
            }
        }
    }

    fn paint_patch(&mut self, rect: Rect, encoding: PatchEncoding, data: &[u8]) {
        assert!(rect.fits(self.width, self.height), "{rect:?}");
        assert!(rect.area() <= 65_536, "{rect:?}");
        let pixels = rect.area() as usize;
        let unpacked = zstd::bulk::decompress(data, pixels * 3 + 1_024).expect("a patch");
        let colours: Vec<[u8; 3]> = match encoding {
            PatchEncoding::ZstdIndexed => indexed(&unpacked),
            PatchEncoding::ZstdResidual => planes(&predicted(&unpacked, rect.width.into())),
            PatchEncoding::ZstdPlanes => planes(&unpacked),
            other => panic!("not made by the encoder: {other:?}"),
        };
        assert_eq!(colours.len(), pixels);
        for (row, colours) in colours.chunks(rect.width.into()).enumerate() {
            let start = (usize::from(rect.y) + row) * usize::from(self.width);
            let start = (start + usize::from(rect.x)) * 4;
            for (pixel, colour) in self.pixels[start..].chunks_mut(4).zip(colours) {
                pixel[..3].copy_from_slice(colour);
            }
        }
    }

    fn shift(&mut self, from: (u16, u16), to: Rect) {
        let source = Rect { x: from.0, y: from.1, ..to };
        assert!(source.fits(self.width, self.height) && to.fits(self.width, self.height));
        let before = self.pixels.clone();
        for row in 0..usize::from(to.height) {
            let at = |x: u16, y: u16| {
                ((usize::from(y) + row) * usize::from(self.width) + usize::from(x)) * 4
            };
            let (from, to_at, bytes) =
                (at(from.0, from.1), at(to.x, to.y), usize::from(to.width) * 4);
            self.pixels[to_at..to_at + bytes].copy_from_slice(&before[from..from + bytes]);
        }
    }

    /// Whether what is seen is exactly this picture.
    pub(crate) fn shows_exactly(&self, pixels: &[u8]) -> bool {
        self.wrong_pixels(pixels) == 0
    }

    pub(crate) fn wrong_pixels(&self, pixels: &[u8]) -> usize {
        let pairs = self.pixels.chunks(4).zip(pixels.chunks(4));
        pairs.filter(|(seen, meant)| seen[..3] != meant[..3]).count()
    }

    /// Peak signal-to-noise ratio over B, G and R, in decibels; infinite where exact.
    pub(crate) fn psnr(&self, pixels: &[u8]) -> f64 {
        let pairs = self.pixels.chunks(4).zip(pixels.chunks(4));
        let error: u64 = pairs
            .flat_map(|(seen, meant)| seen[..3].iter().zip(&meant[..3]))
            .map(|(seen, meant)| u64::from(seen.abs_diff(*meant)).pow(2))
            .sum();
        let mean = error as f64 / (self.pixels.len() / 4 * 3) as f64;
        10.0 * (255.0_f64.powi(2) / mean).log10()
    }
}

fn indexed(bytes: &[u8]) -> Vec<[u8; 3]> {
    let (first, rest) = bytes.split_first().expect("a number of colours");
    let (colours, numbers) = rest.split_at((usize::from(*first) + 1) * 3);
    numbers.iter().map(|number| colours.as_chunks().0[usize::from(*number)]).collect()
}

fn predicted(bytes: &[u8], width: usize) -> Vec<u8> {
    let mut planes = bytes.to_vec();
    let pixels = planes.len() / 3;
    for plane in planes.chunks_mut(pixels) {
        for at in 0..plane.len() {
            let left = if at % width > 0 { plane[at - 1] } else { 0 };
            let above = if at >= width { plane[at - width] } else { 0 };
            let between = if at % width > 0 && at >= width { plane[at - width - 1] } else { 0 };
            let mut three = [
                left.into(),
                above.into(),
                i16::from(left) + i16::from(above) - i16::from(between),
            ];
            three.sort_unstable();
            plane[at] = plane[at].wrapping_add(three[1] as u8);
        }
    }
    planes
}

fn planes(planes: &[u8]) -> Vec<[u8; 3]> {
    let pixels = planes.len() / 3;
    let colour = |at: usize| {
        let green = planes[pixels + at];
        [planes[at].wrapping_add(green), green, planes[2 * pixels + at].wrapping_add(green)]
    };
    (0..pixels).map(colour).collect()
}
