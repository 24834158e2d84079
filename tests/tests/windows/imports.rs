//! Which libraries the opener is linked to: they are loaded before its first line, from beside it
//! first, unless the system has a rule of its own for them, or Microsoft's linker gave one.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// Windows 10 and 11 take these from their own folder, whoever asks: `ntdll.dll` is in every program
/// already, the others stand below `HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\KnownDLLs`.
/// See "Dynamic-link library search order" in Microsoft's documentation.
const SYSTEMS_OWN: [&str; 10] = [
    "advapi32.dll",
    "combase.dll",
    "gdi32.dll",
    "kernel32.dll",
    "msvcrt.dll",
    "ntdll.dll",
    "oleaut32.dll",
    "shell32.dll",
    "user32.dll",
    "ws2_32.dll",
];
/// Names that stand for whatever library the system has for them.
const API_SETS: [&str; 2] = ["api-ms-win-", "ext-ms-win-"];
/// The rest, and who needs it. What is added here can be planted beside an opener that GNU's linker
/// has made: better load it while the program runs, from the system's folder.
const OTHERS: [(&str, &str); 4] = [
    ("bcrypt.dll", "random numbers of TLS (ring)"),
    ("bcryptprimitives.dll", "random numbers of Rust's standard library"),
    ("comctl32.dll", "controls of version 6, which the manifest has taken from the system's store"),
    ("crypt32.dll", "the system's judgement of certificates (rustls-platform-verifier)"),
];

#[test]
#[ignore = "needs the programs of `cargo xtask cross`"]
fn the_opener_is_linked_to_what_the_system_guards_and_a_short_list() -> Result<()> {
    let linked = linked()?;
    ensure!(linked.contains("kernel32.dll"), "the import table was not read: {linked:?}");
    let is_guarded = |name: &str| {
        SYSTEMS_OWN.contains(&name) || API_SETS.iter().any(|start| name.starts_with(start))
    };
    let others: BTreeSet<_> =
        linked.iter().map(String::as_str).filter(|name| !is_guarded(name)).collect();
    let listed = OTHERS.map(|(name, _)| name).into();
    ensure!(others == listed, "linked to {others:?}, listed are {OTHERS:?}");
    Ok(())
}

/// The names in the opener's import table.
fn linked() -> Result<BTreeSet<String>> {
    let cross = std::env::var_os("CORPORATE_CROSS").context("`cargo xtask cross` runs this")?;
    let mut objdump = Command::new("x86_64-w64-mingw32-objdump");
    objdump.arg("-p").arg(PathBuf::from(cross).join("windows/opener.exe"));
    let output = objdump.output().context("read the opener")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let names = text.lines().filter_map(|line| line.trim().strip_prefix("DLL Name: "));
    Ok(names.map(str::to_lowercase).collect())
}
