//! Pictures of screens, and how far two of them are apart.

use std::fs::File;
use std::io::{BufWriter, Cursor};
use std::path::Path;

use anyhow::{Context, Result, ensure};

/// A rectangle of a screen, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Left edge.
    pub x: usize,
    /// Upper edge.
    pub y: usize,
    /// Width.
    pub width: usize,
    /// Height.
    pub height: usize,
}

/// A picture, three bytes (red, green, blue) a pixel.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Pixels a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    rgb: Vec<u8>,
}

impl Picture {
    /// A picture of what an X server gives: blue, green, red, unused.
    ///
    /// # Errors
    /// Where the sizes do not fit together.
    pub fn from_bgrx(width: usize, height: usize, bgrx: &[u8]) -> Result<Self> {
        ensure!(bgrx.len() == width * height * 4, "a picture of {width}x{height} has other bytes");
        let rgb = bgrx.chunks_exact(4).flat_map(|pixel| [pixel[2], pixel[1], pixel[0]]).collect();
        Ok(Self { width, height, rgb })
    }

    /// Reads a PNG file's bytes.
    ///
    /// # Errors
    /// Where it is no PNG of eight bits a sample.
    pub fn from_png(bytes: &[u8]) -> Result<Self> {
        let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info()?;
        let size = reader.output_buffer_size().context("a picture too large")?;
        let mut samples = vec![0; size];
        let info = reader.next_frame(&mut samples)?;
        let step = info.color_type.samples();
        ensure!(step >= 3 && info.bit_depth == png::BitDepth::Eight, "a PNG in colour");
        let pixels = samples[..info.buffer_size()].chunks_exact(step);
        let rgb = pixels.flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        Ok(Self { width: info.width as usize, height: info.height as usize, rgb })
    }

    /// A part of it.
    pub fn part(&self, area: Area) -> Option<Self> {
        let Area { x, y, width, height } = area;
        let mut rgb = Vec::with_capacity(width * height * 3);
        for line in y..y + height {
            let start = (line * self.width + x) * 3;
            rgb.extend(self.rgb.get(start..start + width * 3)?);
        }
        Some(Self { width, height, rgb })
    }

    /// Writes a PNG file.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn write(&self, path: &Path) -> Result<()> {
        let file = File::create(path).with_context(|| format!("write {}", path.display()))?;
        let mut encoder =
            png::Encoder::new(BufWriter::new(file), self.width as u32, self.height as u32);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(png::Compression::Fast);
        encoder.write_header()?.write_image_data(&self.rgb)?;
        Ok(())
    }

    /// How far this is from another picture of the same size inside `area`: the mean difference of
    /// a sample, 0 to 255.
    ///
    /// # Errors
    /// Where the sizes differ or the area is not inside.
    pub fn distance(&self, other: &Self, area: Area) -> Result<f64> {
        ensure!(
            (self.width, self.height) == (other.width, other.height),
            "{}x{} is not {}x{}",
            self.width,
            self.height,
            other.width,
            other.height
        );
        let Area { x, y, width, height } = area;
        ensure!(width > 0 && height > 0, "an empty area");
        ensure!(x + width <= self.width && y + height <= self.height, "an area outside");
        let row = |picture: &Self, line: usize| {
            let start = (line * picture.width + x) * 3;
            start..start + width * 3
        };
        let total: u64 = (y..y + height)
            .flat_map(|line| self.rgb[row(self, line)].iter().zip(&other.rgb[row(other, line)]))
            .map(|(one, two)| u64::from(one.abs_diff(*two)))
            .sum();
        Ok(total as f64 / (width * height * 3) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(grey: u8) -> Picture {
        Picture::from_bgrx(4, 2, &[grey; 32]).expect("a picture")
    }

    #[test]
    fn distance_is_the_mean_difference_inside_the_area() {
        let mut dotted = plain(10);
        dotted.rgb[0] = 40;
        let whole = Area { x: 0, y: 0, width: 4, height: 2 };
        let right = Area { x: 1, y: 0, width: 3, height: 2 };
        assert!((plain(10).distance(&plain(30), whole).expect("same size") - 20.0).abs() < 1e-9);
        assert!((plain(10).distance(&dotted, whole).expect("same size") - 1.25).abs() < 1e-9);
        assert!(plain(10).distance(&dotted, right).expect("same size") < 1e-9);
    }

    #[test]
    fn a_picture_survives_its_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.png");
        plain(77).write(&path).expect("written");
        let read = Picture::from_png(&std::fs::read(&path).expect("read")).expect("a picture");
        assert_eq!(read.rgb, plain(77).rgb);
        assert!(Picture::from_png(b"no picture").is_err());
    }
}
