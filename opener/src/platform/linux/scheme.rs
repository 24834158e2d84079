//! Who is asked for links of our scheme on Linux: a desktop entry of this user's, and a line in the
//! user's list of default programs (the specifications "Desktop Entry" and "Association between
//! MIME types and applications"). Other lines of that list stay as they are.

use std::fs::{self, Permissions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::super::Found;
use super::{config_home, create_file, data_home, open_file};

/// The entry's name; the list of defaults names it so.
const ENTRY: &str = "corporate-customer.desktop";
/// What the scheme is called in the list.
const TYPE: &str = "x-scheme-handler/corpcustomer";
/// The part of the list with what the user wants.
const DEFAULTS: &str = "[Default Applications]";
/// Bytes of the list.
const LIST_BYTES: u64 = 1024 * 1024;

/// Where this user's programs for schemes are noted.
#[derive(Clone, Debug)]
pub struct SchemeHandler {
    /// The folder with the user's desktop entries.
    pub applications: PathBuf,
    /// The user's list of default programs.
    pub defaults: PathBuf,
}

impl SchemeHandler {
    /// That of the user who runs the program; `None` where there is no home.
    pub fn of_this_user() -> Option<Self> {
        Some(Self {
            applications: data_home()?.join("applications"),
            defaults: config_home()?.join("mimeapps.list"),
        })
    }

    /// Has links of the scheme opened by this app. `opener` is kept for removing everything, which
    /// Linux has no list for.
    ///
    /// # Errors
    /// What the system says, and a path that can't stand in a desktop entry.
    pub fn register(&self, app: &Path, _opener: Option<&Path>) -> io::Result<()> {
        let entry = entry(app).ok_or(io::ErrorKind::InvalidFilename)?;
        fs::create_dir_all(&self.applications)?;
        replace(&self.applications.join(ENTRY), entry.as_bytes(), None)?;
        self.change_list(with_default)
    }

    /// Takes back what [`register`](Self::register) has done.
    ///
    /// # Errors
    /// What the system says; what is not there is no error.
    pub fn unregister(&self) -> io::Result<()> {
        match fs::remove_file(self.applications.join(ENTRY)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        self.change_list(|list| Some(without_default(list)).filter(|new| new != list))
    }

    /// Changes the list of defaults. One that is a link, or not text, is the user's to change: the
    /// desktop entry alone then has to do.
    fn change_list(&self, change: impl FnOnce(&str) -> Option<String>) -> io::Result<()> {
        let mut bytes = Vec::new();
        let mut permissions = None;
        match open_file(&self.defaults, false)? {
            Found::File(file) => {
                permissions = Some(file.metadata()?.permissions());
                file.take(LIST_BYTES + 1).read_to_end(&mut bytes)?;
            }
            Found::Nothing => {}
            Found::Foreign => return Ok(()),
        }
        let Some(list) = String::from_utf8(bytes).ok().filter(|list| is_small(list)) else {
            return Ok(());
        };
        let Some(changed) = change(&list) else { return Ok(()) };
        if let Some(folder) = self.defaults.parent() {
            fs::create_dir_all(folder)?;
        }
        replace(&self.defaults, changed.as_bytes(), permissions)
    }
}

const fn is_small(list: &str) -> bool {
    list.len() as u64 <= LIST_BYTES
}

/// Puts a file in another's place, in one step; a link in its place is replaced, not followed. What
/// others may do with it is what they could with the file before; without one it is the user's.
fn replace(path: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<()> {
    let new = path.with_extension("corporate-customer.new");
    match fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = create_file(&new)?;
    file.write_all(bytes)?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.sync_all()?;
    drop(file);
    fs::rename(&new, path)
}

/// The desktop entry of an app; `None` where its path can't be written in one.
fn entry(app: &Path) -> Option<String> {
    let command = command(app.to_str()?)?;
    Some(format!(
        "[Desktop Entry]\n\
         Type=Application\n\
         Name=Corporate Customer\n\
         Comment=Support sessions\n\
         Comment[de]=Supportsitzungen\n\
         Exec={command} %u\n\
         MimeType={TYPE};\n\
         NoDisplay=true\n\
         Terminal=false\n\
         StartupNotify=true\n"
    ))
}

/// A path as the first word of `Exec`: plain where it can be, else in quotes.
fn command(path: &str) -> Option<String> {
    if path.chars().any(char::is_control) || path.contains('=') {
        return None;
    }
    // A percent sign begins a field, everywhere.
    let path = path.replace('%', "%%");
    let plain = |letter: char| letter.is_alphanumeric() || "/._-+,:@%".contains(letter);
    if path.chars().all(plain) {
        return Some(path);
    }
    let mut quoted = String::from('"');
    for letter in path.chars() {
        if "\"`$\\".contains(letter) {
            quoted.push('\\');
        }
        quoted.push(letter);
    }
    quoted.push('"');
    // The entry's values have escapes of their own, which are read first.
    Some(quoted.replace('\\', "\\\\"))
}

/// The list with our default, or `None` where it has it already.
fn with_default(list: &str) -> Option<String> {
    let ours = format!("{TYPE}={ENTRY}");
    let is_there = section(list).is_some_and(|lines| lines.iter().any(|line| *line == ours));
    if is_there {
        return None;
    }
    let list = without_default(list);
    let mut lines: Vec<&str> = list.lines().collect();
    if let Some(head) = lines.iter().position(|line| line.trim() == DEFAULTS) {
        lines.insert(head + 1, &ours);
    } else {
        lines.extend([DEFAULTS, &ours]);
    }
    Some(lines.join("\n") + "\n")
}

/// The list without any default for our scheme.
fn without_default(list: &str) -> String {
    let mut inside = false;
    let mut kept = String::with_capacity(list.len());
    for line in list.split_inclusive('\n') {
        if line.trim_start().starts_with('[') {
            inside = line.trim() == DEFAULTS;
        }
        let key = line.split('=').next().unwrap_or_default().trim();
        if !(inside && key == TYPE) {
            kept.push_str(line);
        }
    }
    kept
}

/// The lines of the part with defaults.
fn section(list: &str) -> Option<Vec<&str>> {
    let mut lines = list.lines().map(str::trim).skip_while(|line| *line != DEFAULTS);
    lines.next()?;
    Some(lines.take_while(|line| !line.starts_with('[')).collect())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    use tempfile::TempDir;

    use super::*;

    fn home() -> (TempDir, SchemeHandler) {
        let home = tempfile::tempdir().expect("a folder");
        let handler = SchemeHandler {
            applications: home.path().join("share/applications"),
            defaults: home.path().join("config/mimeapps.list"),
        };
        (home, handler)
    }

    fn register(handler: &SchemeHandler, app: &str) {
        handler.register(Path::new(app), Some(Path::new("/opener"))).expect("registered");
    }

    fn read(path: &Path) -> String {
        fs::read_to_string(path).expect("a text")
    }

    #[test]
    fn a_user_without_a_list_gets_one_and_loses_our_line_again() {
        let (_home, handler) = home();
        register(&handler, "/home/erika/.local/share/app");
        register(&handler, "/home/erika/.local/share/newer");
        let entry = read(&handler.applications.join(ENTRY));
        assert!(entry.contains("\nExec=/home/erika/.local/share/newer %u\n"), "{entry}");
        assert!(entry.contains("\nMimeType=x-scheme-handler/corpcustomer;\n"), "{entry}");
        let ours = format!("{DEFAULTS}\n{TYPE}={ENTRY}\n");
        assert_eq!(read(&handler.defaults), ours);
        handler.unregister().expect("unregistered");
        handler.unregister().expect("nothing left to do");
        assert_eq!(read(&handler.defaults), format!("{DEFAULTS}\n"));
        assert_eq!(fs::read_dir(&handler.applications).expect("a folder").count(), 0);
    }

    #[test]
    fn the_other_lines_of_a_list_stay_as_they_are() {
        let (_home, handler) = home();
        let before = "# mine\n[Added Associations]\nx-scheme-handler/corpcustomer=mine.desktop;\n\
                      \n[Default Applications]\ntext/plain=editor.desktop\n\
                      x-scheme-handler/corpcustomer=other.desktop\n[Removed]\nx=y";
        fs::create_dir_all(handler.defaults.parent().expect("a folder")).expect("folders");
        fs::write(&handler.defaults, before).expect("a list");
        register(&handler, "/app");
        let ours = format!("{TYPE}={ENTRY}");
        let expected = before
            .replace("x-scheme-handler/corpcustomer=other.desktop\n", "")
            .replace(DEFAULTS, &format!("{DEFAULTS}\n{ours}"));
        assert_eq!(read(&handler.defaults), expected + "\n");
        handler.unregister().expect("unregistered");
        assert!(!read(&handler.defaults).contains(&ours));
        assert!(read(&handler.defaults).contains("corpcustomer=mine.desktop;"));
    }

    #[test]
    fn links_are_neither_followed_nor_replaced() {
        let (home, handler) = home();
        let target = home.path().join("target");
        fs::write(&target, "precious").expect("a target");
        fs::create_dir_all(handler.defaults.parent().expect("a folder")).expect("folders");
        fs::create_dir_all(&handler.applications).expect("folders");
        symlink(&target, &handler.defaults).expect("a link");
        symlink(&target, handler.applications.join(ENTRY)).expect("a link");
        register(&handler, "/app");
        assert_eq!(read(&target), "precious");
        assert!(fs::symlink_metadata(&handler.defaults).expect("the list").is_symlink());
        assert!(read(&handler.applications.join(ENTRY)).contains("Exec=/app %u"));
        handler.unregister().expect("unregistered");
        assert_eq!(read(&target), "precious");
    }

    #[test]
    fn whoever_could_read_the_list_can_read_it_afterwards() {
        let (_home, handler) = home();
        fs::create_dir_all(handler.defaults.parent().expect("a folder")).expect("folders");
        for mode in [0o644, 0o600, 0o640] {
            fs::write(&handler.defaults, "[Default Applications]\n").expect("a list");
            let permissions = Permissions::from_mode(mode);
            fs::set_permissions(&handler.defaults, permissions).expect("a mode");
            let found = || fs::metadata(&handler.defaults).expect("the list").mode() & 0o777;
            register(&handler, "/app");
            assert_eq!(found(), mode);
            handler.unregister().expect("unregistered");
            assert_eq!(found(), mode);
        }
    }

    #[test]
    fn a_list_that_is_no_list_is_left_alone() {
        let (_home, handler) = home();
        fs::create_dir_all(handler.defaults.parent().expect("a folder")).expect("folders");
        for bytes in [vec![0xff; 10], vec![b'#'; LIST_BYTES as usize + 1]] {
            fs::write(&handler.defaults, &bytes).expect("a list");
            register(&handler, "/app");
            assert_eq!(fs::read(&handler.defaults).expect("the list"), bytes);
        }
    }

    #[test]
    fn paths_are_quoted_where_they_have_to_be() {
        assert_eq!(
            command("/home/jörg/.local/share/app").as_deref(),
            Some("/home/jörg/.local/share/app")
        );
        assert_eq!(command("/home/a b/app").as_deref(), Some("\"/home/a b/app\""));
        assert_eq!(command("/100%/app").as_deref(), Some("/100%%/app"));
        assert_eq!(command("/a$b`c\"d/app").as_deref(), Some(r#""/a\\$b\\`c\\"d/app""#));
        assert_eq!(command("/a\\b/app").as_deref(), Some(r#""/a\\\\b/app""#));
        for path in ["/a\nExec=/bin/sh\n/app", "/a\tb", "/a=b"] {
            assert_eq!(command(path), None, "{path}");
        }
    }
}
