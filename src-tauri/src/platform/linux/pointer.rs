//! The agent's pointer on X11: a window in the shape of an arrow, above everything, that takes no
//! click and no key. It is shaped by the server, so that it needs no compositor, and the window
//! manager has no part in it.

use x11rb::connection::Connection as _;
use x11rb::errors::ReplyOrIdError;
use x11rb::protocol::shape::{ConnectionExt as _, SK, SO};
use x11rb::protocol::xproto::{
    ClipOrdering, ConfigureWindowAux, ConnectionExt as _, CoordMode, CreateGCAux, CreateWindowAux,
    Drawable, JoinStyle, Point, PolyShape, StackMode, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;

use crate::platform::pointer::OverlayError;

/// The arrow, from its tip.
const ARROW: [(i16, i16); 7] = [(0, 0), (0, 34), (8, 27), (13, 39), (19, 36), (14, 25), (25, 25)];
/// Width of its edge.
const EDGE: u16 = 3;
/// From the window's corner to the tip, so that the edge fits in.
const TIP: i16 = 3;
/// Size of the window.
const SIZE: (u16, u16) = (32, 46);
/// Colours of arrow and edge, red, green and blue.
const COLOURS: [u32; 2] = [0x00e8_590c, 0x00ff_ffff];

/// The window; hidden at first. Dropping it takes it away.
pub(crate) struct Overlay {
    x: RustConnection,
    window: Window,
    visible: bool,
}

impl Overlay {
    /// Makes the window, on the display of the environment where none is named.
    pub(crate) fn open(display: Option<&str>) -> Result<Self, OverlayError> {
        let (x, screen) = RustConnection::connect(display).map_err(told)?;
        let window = make(&x, screen).map_err(told)?;
        Ok(Self { x, window, visible: false })
    }

    /// Shows the arrow with its tip here, in pixels of the desktop.
    pub(crate) fn show(&mut self, x: i32, y: i32) -> Result<(), OverlayError> {
        let place = ConfigureWindowAux::new()
            .x(x - i32::from(TIP))
            .y(y - i32::from(TIP))
            .stack_mode(StackMode::ABOVE);
        self.x.configure_window(self.window, &place).map_err(told)?;
        if !self.visible {
            self.x.map_window(self.window).map_err(told)?;
            self.visible = true;
        }
        self.x.flush().map_err(told)
    }

    /// Takes the arrow away; it is gone when this returns.
    pub(crate) fn hide(&mut self) -> Result<(), OverlayError> {
        if std::mem::take(&mut self.visible) {
            self.x.unmap_window(self.window).map_err(told)?.check().map_err(told)?;
        }
        Ok(())
    }
}

fn told(error: impl std::fmt::Display) -> OverlayError {
    OverlayError(error.to_string())
}

fn make(x: &RustConnection, screen: usize) -> Result<Window, ReplyOrIdError> {
    let screen = &x.setup().roots[screen];
    let window = x.generate_id()?;
    let picture = x.generate_id()?;
    x.create_pixmap(screen.root_depth, picture, screen.root, SIZE.0, SIZE.1)?;
    draw(x, picture, COLOURS)?;
    let looks = CreateWindowAux::new().override_redirect(1).background_pixmap(picture);
    let (width, height) = SIZE;
    let (class, visual) = (WindowClass::INPUT_OUTPUT, screen.root_visual);
    x.create_window(
        screen.root_depth,
        window,
        screen.root,
        0,
        0,
        width,
        height,
        0,
        class,
        visual,
        &looks,
    )?;
    let mask = x.generate_id()?;
    x.create_pixmap(1, mask, screen.root, SIZE.0, SIZE.1)?;
    clear(x, mask)?;
    draw(x, mask, [1, 1])?;
    x.shape_mask(SO::SET, SK::BOUNDING, window, 0, 0, mask)?;
    // No part of it takes input: what is clicked is what lies below.
    x.shape_rectangles(SO::SET, SK::INPUT, ClipOrdering::UNSORTED, window, 0, 0, &[])?.check()?;
    Ok(window)
}

fn clear(x: &RustConnection, drawable: Drawable) -> Result<(), ReplyOrIdError> {
    let context = x.generate_id()?;
    x.create_gc(context, drawable, &CreateGCAux::new().foreground(0))?;
    let all = [x11rb::protocol::xproto::Rectangle { x: 0, y: 0, width: SIZE.0, height: SIZE.1 }];
    x.poly_fill_rectangle(drawable, context, &all)?;
    x.free_gc(context)?;
    Ok(())
}

/// Draws the arrow and its edge in these colours.
fn draw(
    x: &RustConnection,
    drawable: Drawable,
    [arrow, edge]: [u32; 2],
) -> Result<(), ReplyOrIdError> {
    let mut points = ARROW.map(|(x, y)| Point { x: x + TIP, y: y + TIP }).to_vec();
    let context = x.generate_id()?;
    x.create_gc(context, drawable, &CreateGCAux::new().foreground(arrow))?;
    x.fill_poly(drawable, context, PolyShape::NONCONVEX, CoordMode::ORIGIN, &points)?;
    x.free_gc(context)?;
    points.extend(points.first().copied());
    let context = x.generate_id()?;
    let line = CreateGCAux::new()
        .foreground(edge)
        .line_width(u32::from(EDGE))
        .join_style(JoinStyle::ROUND);
    x.create_gc(context, drawable, &line)?;
    x.poly_line(CoordMode::ORIGIN, drawable, context, &points)?;
    x.free_gc(context)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader};
    use std::process::{Child, Command, Stdio};

    use x11rb::protocol::xproto::ImageFormat;

    use super::*;

    /// A bare X server: no window manager, no compositor.
    struct Server(Child, String);

    impl Server {
        fn start() -> Self {
            let mut server = Command::new("Xvfb")
                .args(["-displayfd", "1", "-screen", "0", "640x480x24", "-nolisten", "tcp"])
                .arg("-noreset")
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .expect("Xvfb starts: install the package xvfb, this test cannot do without");
            let mut number = String::new();
            let stdout = server.stdout.take().expect("a pipe");
            BufReader::new(stdout).read_line(&mut number).expect("Xvfb tells its display");
            Self(server, format!(":{}", number.trim()))
        }
    }

    impl Drop for Server {
        fn drop(&mut self) {
            self.0.kill().ok();
            self.0.wait().ok();
        }
    }

    fn pixel(x: &RustConnection, at: (i16, i16)) -> u32 {
        let root = x.setup().roots[0].root;
        let image = x.get_image(ImageFormat::Z_PIXMAP, root, at.0, at.1, 1, 1, u32::MAX);
        let data = image.expect("asked").reply().expect("a picture").data;
        u32::from_le_bytes([data[0], data[1], data[2], 0])
    }

    #[test]
    fn the_arrow_is_seen_takes_no_input_and_goes_at_once() {
        let server = Server::start();
        let (x, _) = RustConnection::connect(Some(&server.1)).expect("a connection");
        let focus = || x.get_input_focus().expect("asked").reply().expect("told").focus;
        let before = focus();
        let mut overlay = Overlay::open(Some(&server.1)).expect("an overlay");
        let inside = (303, 215);
        assert_eq!(pixel(&x, inside), 0, "hidden at first");
        for (at, corner) in [((300, 200), (20, 20)), ((100, 100), (300, 200))] {
            overlay.show(at.0, at.1).expect("shown");
            x11rb::wrapper::ConnectionExt::sync(&overlay.x).expect("done");
            let seen = (at.0 as i16 + 3, at.1 as i16 + 15);
            assert_eq!(pixel(&x, seen), COLOURS[0], "{at:?}");
            assert_eq!(pixel(&x, corner), 0, "nothing but the arrow");
            // Right below the tip's left edge the window is cut away.
            assert_eq!(pixel(&x, (at.0 as i16 + 20, at.1 as i16 + 2)), 0);
        }
        let input = x.shape_get_rectangles(overlay.window, SK::INPUT).expect("asked");
        assert!(input.reply().expect("told").rectangles.is_empty(), "it takes clicks");
        let under = x.query_pointer(x.setup().roots[0].root).expect("asked").reply();
        assert_ne!(under.expect("told").child, overlay.window);
        assert_eq!(focus(), before, "it took the keyboard");
        overlay.hide().expect("hidden");
        assert_eq!(pixel(&x, (103, 115)), 0);
        overlay.hide().expect("twice does no harm");
    }
}
