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
                other => panic!("not made by the encoder: {other:?}"),
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
        assert_eq!(encoding, PatchEncoding::ZstdBgrx);
        assert!(rect.fits(self.width, self.height), "{rect:?}");
        assert!(rect.width <= 256 && rect.height <= 256, "{rect:?}");
        let size = rect.area() as usize * 4;
        let pixels = zstd::bulk::decompress(data, size).expect("a patch");
        assert_eq!(pixels.len(), size);
        for (row, pixels) in pixels.chunks(usize::from(rect.width) * 4).enumerate() {
            let start = (usize::from(rect.y) + row) * usize::from(self.width);
            let start = (start + usize::from(rect.x)) * 4;
            self.pixels[start..start + pixels.len()].copy_from_slice(pixels);
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
