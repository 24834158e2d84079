//! Pictures out of files that strangers sent: decoded under strict limits, drawn anew, so that
//! not one byte of the original reaches a page, neither its metadata. Only the first frame, at
//! most 1,600 pixels a side. Whatever fails is simply no picture: the file stays a download.

use std::io::{BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use corporate_protocol::PictureSize;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, ImageResult, Limits};
use tokio::sync::Semaphore;

/// Pictures that are drawn at the same time: each may take [`MEMORY_BYTES`] and a core.
const AT_ONCE: usize = 1;
/// Time to wait for a turn, and as long again for the drawing.
const TIME: Duration = Duration::from_secs(10);
/// Larger files are not looked at.
const INPUT_BYTES: u64 = 30 * 1024 * 1024;
/// Pixels in all.
const PIXELS: u64 = 40_000_000;
/// Pixels along one side.
const SIDE: u32 = 20_000;
/// What a decoder may set aside.
const MEMORY_BYTES: u64 = 256 * 1024 * 1024;
/// Pixels along one side of what is drawn.
const DRAWN_SIDE: u32 = 1_600;
/// Of JPEG, from 1 to 100.
const QUALITY: u8 = 85;
/// Files with other endings are not looked at.
const ENDINGS: [&str; 5] = ["png", "jpg", "jpeg", "gif", "webp"];

/// How a picture is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PictureKind {
    /// Exact and with transparency, for what is drawn on screens.
    Png,
    /// Small, for photographs.
    Jpeg,
}

impl PictureKind {
    /// Both.
    pub(crate) const ALL: [Self; 2] = [Self::Png, Self::Jpeg];

    /// The ending of its file.
    pub(super) const fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
        }
    }

    /// Its media type.
    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }
}

/// A picture that was drawn anew.
#[derive(Debug)]
pub(super) struct Redrawn {
    pub(super) size: PictureSize,
    pub(super) kind: PictureKind,
    pub(super) bytes: Vec<u8>,
}

/// Draws pictures, a few at a time.
pub(super) struct Pictures(Arc<Semaphore>);

impl Default for Pictures {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Pictures {
    /// Draws a file anew; none where it is no picture, or not in time.
    pub(super) async fn redraw(&self, path: &Path, bytes: u64, ending: &str) -> Option<Redrawn> {
        if bytes > INPUT_BYTES || !ENDINGS.contains(&ending) {
            return None;
        }
        let turn = Arc::clone(&self.0).acquire_owned();
        let turn = tokio::time::timeout(TIME, turn).await.ok()?.ok()?;
        let path = path.to_owned();
        let drawing = tokio::task::spawn_blocking(move || {
            // A thread can't be stopped. One that is too late keeps its turn until it is done.
            let _turn = turn;
            let file = std::fs::File::open(path).ok()?;
            redraw(file, Instant::now() + TIME).ok()
        });
        tokio::time::timeout(TIME, drawing).await.ok()?.ok()?
    }
}

fn redraw(file: impl Read + Seek, until: Instant) -> ImageResult<Redrawn> {
    let reader = BufReader::new(InTime { file, until });
    let (picture, format) = decode(reader)?;
    let picture = if picture.width().max(picture.height()) > DRAWN_SIDE {
        picture.thumbnail(DRAWN_SIDE, DRAWN_SIDE)
    } else {
        picture
    };
    let has_alpha = picture.color().has_alpha();
    let exact = has_alpha || matches!(format, ImageFormat::Png | ImageFormat::Gif);
    let kind = if exact { PictureKind::Png } else { PictureKind::Jpeg };
    let picture = if has_alpha {
        DynamicImage::from(picture.into_rgba8())
    } else {
        DynamicImage::from(picture.into_rgb8())
    };
    let size = PictureSize { width: picture.width(), height: picture.height() };
    let mut bytes = Cursor::new(Vec::new());
    match kind {
        PictureKind::Png => picture.write_to(&mut bytes, ImageFormat::Png)?,
        PictureKind::Jpeg => {
            picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY))?;
        }
    }
    Ok(Redrawn { size, kind, bytes: bytes.into_inner() })
}

/// The first frame, upright. What the file claims is checked before anything is set aside.
fn decode(reader: impl BufRead + Seek) -> ImageResult<(DynamicImage, ImageFormat)> {
    let refused = || {
        image::ImageError::Limits(image::error::LimitError::from_kind(
            image::error::LimitErrorKind::DimensionError,
        ))
    };
    let mut reader = ImageReader::new(reader).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE);
    limits.max_image_height = Some(SIDE);
    limits.max_alloc = Some(MEMORY_BYTES);
    reader.limits(limits);
    let format = reader.format().ok_or_else(refused)?;
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 || pixels > PIXELS || decoder.total_bytes() > MEMORY_BYTES {
        return Err(refused());
    }
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok((picture, format))
}

/// A file that can't be read any more once the time is over, which stops most decoders.
struct InTime<F> {
    file: F,
    until: Instant,
}

impl<F: Read> Read for InTime<F> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if Instant::now() >= self.until {
            return Err(std::io::ErrorKind::TimedOut.into());
        }
        self.file.read(buffer)
    }
}

impl<F: Seek> Seek for InTime<F> {
    fn seek(&mut self, position: SeekFrom) -> std::io::Result<u64> {
        self.file.seek(position)
    }
}

#[cfg(test)]
mod tests;
