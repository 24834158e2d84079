//! What decoders are given: good pictures of each kind, and claims that must not be believed.

use image::{ImageEncoder as _, RgbImage, RgbaImage};

use super::*;

fn draw(bytes: &[u8]) -> ImageResult<Redrawn> {
    redraw(Cursor::new(bytes.to_vec()), Instant::now() + TIME)
}

fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

fn rgb(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 80])).into()
}

/// A chunk of a PNG with its right checksum.
fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut crc = !0_u32;
    for byte in kind.iter().chain(data) {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
        }
    }
    let mut chunk = (data.len() as u32).to_be_bytes().to_vec();
    chunk.extend(kind);
    chunk.extend(data);
    chunk.extend((!crc).to_be_bytes());
    chunk
}

fn png_that_claims(width: u32, height: u32) -> Vec<u8> {
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([8, 6, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    png.extend(chunk(*b"IHDR", &header));
    png.extend(chunk(*b"IDAT", &[0x78, 0x9c, 0x03, 0, 0, 0, 0, 1]));
    png.extend(chunk(*b"IEND", &[]));
    png
}

fn gif_that_claims(width: u16, height: u16) -> Vec<u8> {
    let mut gif = b"GIF89a".to_vec();
    gif.extend(width.to_le_bytes());
    gif.extend(height.to_le_bytes());
    gif.extend([0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x2c, 0, 0, 0, 0]);
    gif.extend(width.to_le_bytes());
    gif.extend(height.to_le_bytes());
    gif.extend([0, 2, 2, 0x44, 1, 0, 0x3b]);
    gif
}

#[test]
fn each_kind_is_drawn_anew() {
    let clear: DynamicImage = RgbaImage::from_pixel(30, 20, image::Rgba([1, 2, 3, 40])).into();
    for (picture, format, kind) in [
        (rgb(30, 20), ImageFormat::Png, PictureKind::Png),
        (rgb(30, 20), ImageFormat::Jpeg, PictureKind::Jpeg),
        (rgb(30, 20), ImageFormat::WebP, PictureKind::Jpeg),
        (clear.clone(), ImageFormat::WebP, PictureKind::Png),
        (clear, ImageFormat::Gif, PictureKind::Png),
    ] {
        let drawn = draw(&written(&picture, format)).expect("a picture");
        assert_eq!((drawn.kind, drawn.size), (kind, PictureSize { width: 30, height: 20 }));
        let again = image::load_from_memory(&drawn.bytes).expect("a picture again");
        assert_eq!((again.width(), again.height()), (30, 20), "{format:?}");
    }
}

#[test]
fn a_large_picture_becomes_small_and_keeps_its_shape() {
    let drawn = draw(&written(&rgb(3_200, 1_000), ImageFormat::Png)).expect("a picture");
    assert_eq!(drawn.size, PictureSize { width: 1_600, height: 500 });
    let line = draw(&written(&rgb(19_000, 1), ImageFormat::Png)).expect("a picture");
    assert_eq!(line.size, PictureSize { width: 1_600, height: 1 });
}

#[test]
fn a_turned_photograph_is_set_upright_and_loses_its_metadata() {
    // Exif in TIFF form with one entry: orientation 6, a quarter turn.
    let exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new(&mut bytes);
    encoder.set_exif_metadata(exif.to_vec()).expect("metadata");
    let picture = rgb(40, 10).into_rgb8();
    encoder.write_image(&picture, 40, 10, image::ExtendedColorType::Rgb8).expect("a picture");
    assert!(bytes.windows(4).any(|part| part == b"Exif"));
    let drawn = draw(&bytes).expect("a picture");
    assert_eq!(drawn.size, PictureSize { width: 10, height: 40 });
    assert!(!drawn.bytes.windows(4).any(|part| part == b"Exif"));
}

#[test]
fn claims_are_refused_before_anything_is_set_aside() {
    let began = Instant::now();
    for (width, height) in [(60_000, 60_000), (20_000, 20_000), (u32::MAX, 1), (0, 5)] {
        assert!(draw(&png_that_claims(width, height)).is_err(), "{width}x{height}");
    }
    assert!(draw(&gif_that_claims(65_535, 65_535)).is_err());
    assert!(draw(&gif_that_claims(20_000, 19_999)).is_err());
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
}

#[test]
fn what_is_no_picture_is_none() {
    let whole = written(&rgb(300, 300), ImageFormat::Png);
    let html = b"<!doctype html><script>alert(1)</script>".as_slice();
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".as_slice();
    for bytes in [b"".as_slice(), html, svg, b"GIF89a", &whole[..whole.len() / 2], b"BM\0\0\0\0"] {
        assert!(draw(bytes).is_err());
    }
}

#[test]
fn a_file_can_not_be_read_for_ever() {
    let bytes = written(&rgb(300, 300), ImageFormat::Png);
    assert!(redraw(Cursor::new(bytes), Instant::now()).is_err());
}

#[tokio::test]
async fn only_files_that_say_so_and_of_some_size_are_looked_at() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x");
    std::fs::write(&path, written(&rgb(3, 3), ImageFormat::Png)).expect("a file");
    let pictures = Pictures::default();
    assert!(pictures.redraw(&path, 100, "png").await.is_some());
    assert!(pictures.redraw(&path, 100, "jpg").await.is_some(), "what it is decides how");
    assert!(pictures.redraw(&path, 100, "pdf").await.is_none());
    assert!(pictures.redraw(&path, INPUT_BYTES + 1, "png").await.is_none());
}
