//! Linux: the folders of the XDG base directory specification, the locale of the environment, and
//! whether a program runs.

#[path = "linux/scheme.rs"]
mod scheme;

use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

pub use self::scheme::SchemeHandler;
use super::unix::is_of_another_kind;
pub(crate) use super::unix::{
    create_file, is_private_folder, make_folder, make_program, open_file, remove_program,
};
use super::{APP, FOLDER};

/// The app's program, below the app's folder.
pub(crate) const APP_PROGRAM: &str = "corporate-customer";
/// What the system wants to know of an app: nothing.
pub(crate) const APP_INFO: Option<(&str, &str)> = None;

/// Forgets what the environment says of certificates and of code to load: both are the system's to
/// say. What the loader itself does with `LD_PRELOAD` and the like has happened before, and can be
/// brought about only by somebody who starts programs as the customer already. The loader never
/// looks for libraries beside a program or where it was called.
///
/// # Safety
/// To be called while the process has no other thread.
#[expect(unsafe_code, reason = "changing the environment is unsafe since edition 2024")]
pub unsafe fn harden() {
    for variable in corporate_policy::FORGOTTEN {
        // SAFETY: the caller promises that no other thread is there to read the environment.
        unsafe { std::env::remove_var(variable) };
    }
}

/// The program that runs: the kernel's name for it, which stays right when another file has taken
/// its place.
pub fn own_program() -> Option<PathBuf> {
    Some(PathBuf::from("/proc/self/exe"))
}

/// The folders in which the app's web view keeps what it needs, by the app's identifier, and the one
/// with the app's locks.
pub(crate) fn app_traces() -> Vec<PathBuf> {
    traces(|name| std::env::var_os(name))
}

fn traces(variable: impl Fn(&str) -> Option<OsString>) -> Vec<PathBuf> {
    let homes = [
        home("XDG_DATA_HOME", ".local/share", &variable),
        home("XDG_CONFIG_HOME", ".config", &variable),
        home("XDG_CACHE_HOME", ".cache", &variable),
    ];
    let web_view = homes.into_iter().flatten().map(|home| home.join(APP));
    let running = folder("XDG_RUNTIME_DIR", &variable).map(|running| running.join(FOLDER));
    web_view.chain(running).collect()
}

/// Whether somebody runs a program: the kernel then lets nobody write it. What is no plain file is
/// no program that was put there, and is not waited for: a named pipe would never open.
pub(crate) fn is_running(program: &Path) -> io::Result<bool> {
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
    match OpenOptions::new().write(true).custom_flags(flags).open(program) {
        Ok(_) => Ok(false),
        Err(error) if is_of_another_kind(&error) => Ok(false),
        Err(error) => match error.kind() {
            io::ErrorKind::ExecutableFileBusy => Ok(true),
            io::ErrorKind::NotFound => Ok(false),
            _ => Err(error),
        },
    }
}

/// `$XDG_DATA_HOME`, or `~/.local/share`; relative paths don't count, as the specification says.
pub(super) fn data_home() -> Option<PathBuf> {
    home("XDG_DATA_HOME", ".local/share", |name| std::env::var_os(name))
}

/// `$XDG_CONFIG_HOME`, or `~/.config`.
fn config_home() -> Option<PathBuf> {
    home("XDG_CONFIG_HOME", ".config", |name| std::env::var_os(name))
}

fn home(
    named: &str,
    otherwise: &str,
    variable: impl Fn(&str) -> Option<OsString>,
) -> Option<PathBuf> {
    folder(named, &variable).or_else(|| folder("HOME", &variable).map(|home| home.join(otherwise)))
}

fn folder(named: &str, variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    variable(named).map(PathBuf::from).filter(|path| path.is_absolute())
}

/// The first of the variables that name the user's language.
pub(crate) fn locale() -> Option<String> {
    first_locale(|name| std::env::var(name).ok())
}

fn first_locale(variable: impl Fn(&str) -> Option<String>) -> Option<String> {
    ["LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(variable)
        .find(|value| !value.is_empty())
        .map(|value| value.split(':').next().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with<'a>(variables: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
        |name| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    }

    #[test]
    fn the_folder_is_where_the_specification_says() {
        let folder = |variables: &[(&str, &str)]| {
            let variable = with(variables);
            home("XDG_DATA_HOME", ".local/share", |name| variable(name).map(OsString::from))
        };
        let data = [("XDG_DATA_HOME", "/data"), ("HOME", "/home/erika")];
        assert_eq!(folder(&data), Some(PathBuf::from("/data")));
        assert_eq!(folder(&data[1..]), Some(PathBuf::from("/home/erika/.local/share")));
        assert_eq!(folder(&[("XDG_DATA_HOME", "here"), data[1]]), folder(&data[1..]));
        assert_eq!(folder(&[("HOME", "")]), None);
    }

    /// Bug: the removal left the folder with the app's locks.
    #[test]
    fn the_app_s_traces_are_below_the_home_and_where_programs_run() {
        let traces = |variables: &[(&str, &str)]| {
            let variable = with(variables);
            traces(|name| variable(name).map(OsString::from))
        };
        let all = [("HOME", "/home/erika"), ("XDG_RUNTIME_DIR", "/run/user/7")];
        let expected = [
            "/home/erika/.local/share/app.corporate.customer",
            "/home/erika/.config/app.corporate.customer",
            "/home/erika/.cache/app.corporate.customer",
            "/run/user/7/corporate-customer",
        ]
        .map(PathBuf::from);
        assert_eq!(traces(&all), expected);
        assert_eq!(traces(&all[..1]), expected[..3]);
        assert!(traces(&[("XDG_RUNTIME_DIR", "here")]).is_empty());
    }

    #[test]
    fn a_program_runs_or_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let program = folder.path().join("program");
        assert!(!is_running(&program).expect("an answer"));
        std::fs::copy("/bin/sleep", &program).expect("a program");
        assert!(!is_running(&program).expect("an answer"));
        let mut child = std::process::Command::new(&program).arg("600").spawn().expect("it runs");
        assert!(is_running(&program).expect("an answer"));
        child.kill().and_then(|()| child.wait()).expect("it has ended");
        assert!(!is_running(&program).expect("an answer"));
    }

    #[test]
    fn what_was_planted_in_a_program_s_place_is_not_waited_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        let made = std::process::Command::new("mkfifo").arg(path("pipe")).status();
        assert!(made.expect("mkfifo").success());
        std::fs::create_dir(path("folder")).expect("a folder");
        std::os::unix::fs::symlink(std::env::current_exe().expect("a program"), path("link"))
            .expect("a link");
        for name in ["pipe", "folder", "link"] {
            let (sender, receiver) = std::sync::mpsc::channel();
            let planted = path(name);
            std::thread::spawn(move || sender.send(is_running(&planted)));
            let answer = receiver.recv_timeout(std::time::Duration::from_secs(20));
            assert!(!answer.expect("it waits").expect("an answer"), "{name}");
        }
    }

    #[test]
    fn the_first_language_that_is_set_counts() {
        let locale = |variables: &[(&str, &str)]| first_locale(with(variables));
        let all = [
            ("LANGUAGE", "de_AT:en"),
            ("LC_ALL", "fr_FR.UTF-8"),
            ("LC_MESSAGES", "it"),
            ("LANG", "en_GB.UTF-8"),
        ];
        assert_eq!(locale(&all).as_deref(), Some("de_AT"));
        assert_eq!(locale(&all[1..]).as_deref(), Some("fr_FR.UTF-8"));
        assert_eq!(locale(&[("LC_ALL", ""), all[3]]).as_deref(), Some("en_GB.UTF-8"));
        assert_eq!(locale(&[]), None);
    }
}
