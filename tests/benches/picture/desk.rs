//! The desk: one window over the whole customer's screen, on which scenes are played. It paints
//! the strip with the number of each update in the same breath as the update, and the square that
//! flips, and writes down when.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use corporate_stories::glass::figures::Sight;
use corporate_stories::glass::strip::{self, CELL, CELLS};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    ChangeGCAux, ConfigureWindowAux, ConnectionExt, CreateGCAux, CreateWindowAux,
    MOTION_NOTIFY_EVENT, Rectangle, StackMode, WindowClass,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

use crate::canvas::{Canvas, Face, Seeded};
use crate::glass::{Region, upload};
use crate::scene::{Act, Ground, Scene, act, cells_of};

/// Where the strip is.
pub(crate) const STRIP: Region = Region { x: 64, y: 16, width: CELL * CELLS as u16, height: CELL };
/// Where a second strip is, which numbers the flips of the square.
pub(crate) const FLIPS: Region = Region { y: 40, ..STRIP };
/// Where the square is.
const SQUARE: Region = Region { x: 256, y: 8, width: 64, height: 64 };

/// Set when somebody wants the bench to end.
pub(crate) static STOPPED: AtomicBool = AtomicBool::new(false);

/// What was painted in a scene.
#[derive(Clone, Debug, Default)]
pub(crate) struct Painted {
    /// The updates.
    pub(crate) updates: Vec<Sight>,
    /// The flips of the square.
    pub(crate) flips: Vec<Sight>,
}

/// The window over the customer's screen.
pub(crate) struct Desk {
    connection: RustConnection,
    window: u32,
    pen: u32,
    colours: [u32; 2],
    /// Of the last update, and of the last flip.
    numbers: [u16; 2],
    begun: Instant,
    set: Option<(Scene, Option<Box<dyn Act>>)>,
}

impl Desk {
    /// Covers a display. Times are counted from `begun`.
    pub(crate) fn over(display: &str, begun: Instant) -> Result<Self> {
        let (connection, screen) = RustConnection::connect(Some(display))?;
        let screen = connection.setup().roots[screen].clone();
        let (width, height) = (screen.width_in_pixels, screen.height_in_pixels);
        let look = wallpaper(width, height)?;
        let pixmap = upload(&connection, screen.root, &look)?;
        let window = connection.generate_id()?;
        let look = CreateWindowAux::new().background_pixmap(pixmap).override_redirect(1);
        let class = WindowClass::INPUT_OUTPUT;
        connection.create_window(
            0,
            window,
            screen.root,
            0,
            0,
            width,
            height,
            0,
            class,
            0,
            &look,
        )?;
        connection.map_window(window)?;
        let pen = connection.generate_id()?;
        connection.create_gc(pen, window, &CreateGCAux::new().graphics_exposures(0))?;
        // The pointer would be part of the picture with some and not with others.
        let (right, bottom) = (width as i16 - 1, height as i16 - 1);
        connection
            .xtest_fake_input(MOTION_NOTIFY_EVENT, 0, 0, screen.root, right, bottom, 0)?
            .check()?;
        let colours = [screen.black_pixel, screen.white_pixel];
        let desk = Self { connection, window, pen, colours, numbers: [0, 0], begun, set: None };
        desk.sync()?;
        Ok(desk)
    }

    fn ground(&self) -> Ground<'_> {
        Ground { connection: &self.connection, desk: self.window }
    }

    /// Waits until the server has done what it was asked.
    fn sync(&self) -> Result<()> {
        self.connection.get_input_focus()?.reply()?;
        Ok(())
    }

    /// Shows a scene's windows as they are before it begins, above all others.
    pub(crate) fn set(&mut self, scene: Scene) -> Result<()> {
        self.connection.destroy_subwindows(self.window)?;
        let above = ConfigureWindowAux::new().stack_mode(StackMode::ABOVE);
        self.connection.configure_window(self.window, &above)?;
        let act = act(scene, self.ground())?;
        for window in act.iter().flat_map(|act| act.windows()) {
            self.connection.map_window(window)?;
        }
        self.set = Some((scene, act));
        self.flip()?;
        self.next(0)?;
        self.sync()
    }

    /// Paints the strip plain.
    pub(crate) fn plain_strip(&self, white: bool) -> Result<()> {
        self.rectangles(&cells_of(&[white; CELLS], white, STRIP.x, STRIP.y, CELL), white)?;
        self.sync()
    }

    /// Plays the scene that is set for a time. Returns early, with an error, when stopped.
    pub(crate) fn play(&mut self, length: Duration) -> Result<Painted> {
        let Some((scene, mut act)) = self.set.take() else { bail!("no scene is set") };
        let mut painted = Painted::default();
        let mut random = Seeded::new(7);
        let (start, mut update, mut flip) = (Instant::now(), Duration::ZERO, Duration::ZERO);
        update += act.as_mut().map_or(Duration::MAX, |act| act.pause());
        flip += if scene.flashes() { between(&mut random) } else { Duration::MAX };
        while update.min(flip).min(length) < length {
            sleep_until(start + update.min(flip))?;
            if flip < update {
                painted.flips.push(self.flip()?);
                flip += between(&mut random);
            } else if let Some(act) = &mut act {
                painted.updates.push(self.update(act.as_mut())?);
                update += act.pause();
            }
        }
        sleep_until(start + length)?;
        self.set = Some((scene, act));
        Ok(painted)
    }

    /// One update and its number, which nobody sees apart: others wait while it is painted.
    fn update(&mut self, act: &mut dyn Act) -> Result<Sight> {
        let at = self.begun.elapsed();
        self.connection.grab_server()?;
        act.paint(self.ground())?;
        let number = self.next(0)?;
        self.connection.ungrab_server()?;
        self.sync()?;
        Ok(Sight { number, at })
    }

    fn flip(&mut self) -> Result<Sight> {
        let at = self.begun.elapsed();
        let Region { x, y, width, height } = SQUARE;
        self.connection.grab_server()?;
        let number = self.next(1)?;
        self.rectangles(&[Rectangle { x, y, width, height }], number % 2 == 1)?;
        self.connection.ungrab_server()?;
        self.sync()?;
        Ok(Sight { number, at })
    }

    /// Paints the next number into one of the two strips.
    fn next(&mut self, which: usize) -> Result<u16> {
        let number = (self.numbers[which] + 1) % strip::NUMBERS;
        self.numbers[which] = number;
        let cells = strip::cells(number);
        let Region { x, y, .. } = [STRIP, FLIPS][which];
        for white in [false, true] {
            self.rectangles(&cells_of(&cells, white, x, y, CELL), white)?;
        }
        Ok(number)
    }

    fn rectangles(&self, rectangles: &[Rectangle], white: bool) -> Result<()> {
        let colour = ChangeGCAux::new().foreground(self.colours[usize::from(white)]);
        self.connection.change_gc(self.pen, &colour)?;
        self.connection.poly_fill_rectangle(self.window, self.pen, rectangles)?;
        Ok(())
    }
}

/// From one flip to the next.
fn between(random: &mut Seeded) -> Duration {
    Duration::from_millis(300 + random.below(300))
}

/// Sleeps until a moment, or fails as soon as the bench is to end.
pub(crate) fn sleep_until(moment: Instant) -> Result<()> {
    const NAP: Duration = Duration::from_millis(100);
    loop {
        if STOPPED.load(Ordering::Relaxed) {
            bail!("stopped");
        }
        let left = moment.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(());
        }
        std::thread::sleep(left.min(NAP));
    }
}

/// As [`sleep_until`], from now.
pub(crate) fn sleep(length: Duration) -> Result<()> {
    sleep_until(Instant::now() + length)
}

/// What a desktop looks like behind everything: a colour, a panel, names of things.
fn wallpaper(width: u16, height: u16) -> Result<Canvas> {
    let face = Face::sans(13.0)?;
    let mut canvas = Canvas::plain(width, height, [51, 85, 102]);
    canvas.fill(0, height - 36, width, 36, [32, 36, 44]);
    canvas.text(&face, 16.0, f32::from(height) - 13.0, "Menu    Files    Mail", [230, 230, 230]);
    for (number, name) in ["Home", "Invoices", "Printer", "Trash"].into_iter().enumerate() {
        let y = 130 + number as u16 * 90;
        canvas.fill(30, y, 36, 36, [230, 180 - number as u8 * 30, 90]);
        canvas.text(&face, 20.0, f32::from(y) + 54.0, name, [255, 255, 255]);
    }
    Ok(canvas)
}
