//! Saving the transcript into the customer's folder of downloads, beside whatever is there.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use corporate_protocol::{Language, SessionId};

/// Names that are tried before giving up: `name`, `name (1)`, …
const MOST_NAMES: u32 = 1_000;

/// Writes `text` as a new file into `folder` and returns its path. Never overwrites.
///
/// # Errors
/// What the system says where the file can't be written.
pub fn save(folder: &Path, name: &str, text: &str) -> io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    for attempt in 0..MOST_NAMES {
        let file =
            if attempt == 0 { format!("{name}.txt") } else { format!("{name} ({attempt}).txt") };
        let path = folder.join(file);
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                file.write_all(text.as_bytes())?;
                file.sync_all()?;
                return Ok(path);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::from(io::ErrorKind::AlreadyExists))
}

/// The name, without ending, under which a session's transcript is saved.
pub fn file_name(session: SessionId, language: Language) -> String {
    let short: String = session.to_string().chars().take(8).collect();
    match language {
        Language::De => format!("Chatverlauf-{short}"),
        Language::En => format!("Chat-history-{short}"),
    }
}

/// The name of this machine's time zone, such as `Europe/Berlin`; UTC where it can't be found.
pub fn time_zone() -> String {
    let named = std::env::var("TZ").ok().filter(|zone| zone.contains('/') && !zone.contains(':'));
    let linked = || {
        let target = std::fs::read_link("/etc/localtime").ok()?;
        let (_, zone) = target.to_str()?.split_once("zoneinfo/")?;
        Some(zone.to_owned())
    };
    named.or_else(linked).unwrap_or_else(|| "UTC".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_ever_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let inside = folder.path().join("Downloads");
        let names: Vec<_> = ["one", "two", "three"]
            .iter()
            .map(|text| save(&inside, "Chat", text).expect("saved"))
            .map(|path| path.file_name().expect("a name").to_string_lossy().into_owned())
            .collect();
        assert_eq!(names, ["Chat.txt", "Chat (1).txt", "Chat (2).txt"]);
        let first = std::fs::read_to_string(inside.join("Chat.txt")).expect("there");
        assert_eq!(first, "one");
    }

    #[test]
    fn a_folder_that_cannot_be_is_an_error() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("file");
        std::fs::write(&file, "").expect("written");
        assert!(save(&file, "Chat", "text").is_err());
    }
}
