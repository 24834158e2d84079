//! The built program from outside: arguments, exit codes, and that it says why it shows no window.

#[cfg(unix)]
use std::fs::Permissions;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt as _;
#[cfg(unix)]
use std::path::PathBuf;
use std::process::{Command, Output};

/// Runs a program in this language, without any display.
fn run(program: &str, language: &str, arguments: &[&str]) -> Output {
    Command::new(program)
        .args(arguments)
        .env("LANGUAGE", language)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env("GDK_BACKEND", "x11")
        .output()
        .expect("the program")
}

fn opener(language: &str, arguments: &[&str]) -> Output {
    run(env!("CARGO_BIN_EXE_corporate-opener"), language, arguments)
}

// Windows has the language in its settings and in no variable.
#[test]
#[cfg(unix)]
fn help_and_version_are_said_in_the_system_s_language() {
    let help = |language| String::from_utf8(opener(language, &["--help"]).stdout).expect("text");
    assert!(help("de").contains("Rückgabewerte: 0"), "{}", help("de"));
    assert!(help("en_GB").contains("Exit codes: 0"), "{}", help("en_GB"));
    for language in ["de", "en"] {
        let unknown = String::from_utf8(opener(language, &["--setup"]).stderr).expect("text");
        for said in [help(language), unknown] {
            assert!(said.contains("[--help | --version | --uninstall [--quiet]]"), "{said}");
        }
    }
    let version = opener("en", &["--version"]);
    assert!(version.status.success());
    let expected = concat!("corporate-opener ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(String::from_utf8_lossy(&version.stdout), expected);
}

#[test]
fn any_other_argument_is_an_error() {
    for argument in ["--origin=https://evil.example", "K7QM-2XRB-9TFD", ""] {
        let output = opener("en", &[argument]);
        assert_eq!(output.status.code(), Some(2), "{argument}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("no such argument"), "{said}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
#[cfg(unix)]
fn without_a_display_it_says_so_and_fails_whatever_its_name_is() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    for name in ["Corporate-Opener-K7QM-2XRB-9TFD", "Corporate-Opener-K7QM-2XRB-9TFD (1)", "x"] {
        let copy: PathBuf = folder.path().join(name);
        // A copy may still be open for writing in a process that another test starts meanwhile.
        std::fs::hard_link(env!("CARGO_BIN_EXE_corporate-opener"), &copy).expect("a link");
        let output = run(copy.to_str().expect("a path"), "de", &[]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("kein Fenster"), "{said}");
        assert!(!said.contains("K7QM"), "{said}");
    }
}

#[test]
#[cfg(unix)]
fn everything_is_removed_quietly_and_nothing_there_is_fine_too() {
    let home = tempfile::tempdir().expect("a folder");
    let data = home.path().join("share");
    let running = home.path().join("running");
    std::fs::create_dir(&running).expect("a folder");
    std::fs::set_permissions(&running, Permissions::from_mode(0o700)).expect("closed to others");
    let uninstall = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_corporate-opener"))
            .args(arguments)
            .env("LANGUAGE", "de")
            .env("HOME", home.path())
            .env("XDG_DATA_HOME", &data)
            .env("XDG_CONFIG_HOME", home.path().join("config"))
            .env("XDG_CACHE_HOME", home.path().join("cache"))
            // Else the folder of whoever runs the tests is removed.
            .env("XDG_RUNTIME_DIR", &running)
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env("GDK_BACKEND", "x11")
            .output()
            .expect("the program")
    };
    let quiet = || uninstall(&["--uninstall", "--quiet"]);
    assert!(quiet().status.success(), "nothing is there");
    let copy = data.join("corporate-customer/opener/corporate-opener");
    std::fs::create_dir_all(copy.parent().expect("a folder")).expect("folders");
    std::fs::write(&copy, "an opener").expect("a copy");
    std::fs::write(data.join("other"), "other").expect("another file");
    let locks = running.join("corporate-customer");
    std::fs::create_dir(&locks).expect("a folder");

    let asked = uninstall(&["--uninstall"]);
    assert_eq!(asked.status.code(), Some(1), "it asks in a window, and there is no display");
    assert!(copy.exists());
    let removed = quiet();
    assert!(removed.status.success(), "{}", String::from_utf8_lossy(&removed.stderr));
    assert!(removed.stdout.is_empty() && removed.stderr.is_empty());
    assert!(!data.join("corporate-customer").exists() && data.join("other").exists());
    if cfg!(target_os = "linux") {
        assert!(!locks.exists() && running.exists(), "the app's locks, and they alone");
    }
}
