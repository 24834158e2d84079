//! What a linked program for macOS says of itself: for which machines and systems it is, and which
//! libraries it loads. Nobody may be able to plant one beside a download, so each is named by a path
//! that only the system writes to.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::super::tools;
use crate::run::ask;

/// Bytes that the opener may have.
const MOST_BYTES: u64 = 3_000_000;
/// Folders that only the system writes to.
const SYSTEM: [&str; 2] = ["/System/Library/Frameworks/", "/usr/lib/"];
/// Commands to the loader that name libraries.
const LOADS: [&str; 5] = [
    "LC_LOAD_DYLIB",
    "LC_LOAD_WEAK_DYLIB",
    "LC_REEXPORT_DYLIB",
    "LC_LAZY_LOAD_DYLIB",
    "LC_LOAD_UPWARD_DYLIB",
];
/// Commands that have the loader look elsewhere.
const ELSEWHERE: [&str; 2] = ["LC_RPATH", "LC_DYLD_ENVIRONMENT"];

/// Checks a program that is to run from the system of this version on; gives its size in bytes.
///
/// # Errors
/// All that is wrong with it, or what kept it from being read.
pub(super) fn check(program: &Path, minimum: &str) -> Result<u64> {
    let mut objdump = tools::llvm("llvm-objdump")?;
    let listing = ask(objdump.args(["--macho", "--private-headers"]).arg(program))
        .with_context(|| format!("llvm-objdump does not read {}", program.display()))?;
    let mut faults = faults(&listing, minimum);
    let bytes = fs::metadata(program)?.len();
    if bytes > MOST_BYTES {
        faults.push(format!("it has {bytes} bytes, more than {MOST_BYTES}"));
    }
    ensure!(faults.is_empty(), "{}: {}", program.display(), faults.join("; "));
    Ok(bytes)
}

/// What is wrong by a listing of header and load commands.
fn faults(listing: &str, minimum: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let (mut is_program, mut is_signed, mut libraries) = (false, false, 0);
    let (mut system, mut oldest) = ("", "");
    let mut command = "";
    for line in listing.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            ["MH_MAGIC_64", processor, _, _, kind, ..] => {
                is_program = processor == "ARM64" && kind == "EXECUTE" && words.contains(&"PIE");
            }
            ["cmd", name] => {
                command = name;
                is_signed |= name == "LC_CODE_SIGNATURE";
                if ELSEWHERE.contains(&name) {
                    faults.push(format!("it has {name}"));
                }
            }
            ["platform", name] if command == "LC_BUILD_VERSION" => system = name,
            ["minos", version] if command == "LC_BUILD_VERSION" => oldest = version,
            ["name", ..] if LOADS.contains(&command) => {
                libraries += 1;
                let path = line.trim_start().trim_start_matches("name ");
                if !is_the_systems(path) {
                    faults.push(format!("it loads {path}"));
                }
            }
            _ => {}
        }
    }
    if !is_program {
        faults.push("it is no program for arm64 that can lie anywhere in memory".to_owned());
    }
    if !is_signed {
        faults.push("it has no signature, without which arm64 starts nothing".to_owned());
    }
    if (system, oldest) != ("macos", minimum) {
        faults.push(format!("it is for {system:?} from {oldest:?} on, not for macos {minimum}"));
    }
    if libraries == 0 {
        faults.push("it names no library, or the listing was not understood".to_owned());
    }
    faults
}

fn is_the_systems(path: &str) -> bool {
    SYSTEM.iter().any(|folder| path.starts_with(folder)) && !path.contains("/../")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cut from what llvm-objdump 22 says of the opener.
    const GOOD: &str = "\
corporate-opener:
Mach header
      magic cputype cpusubtype  caps    filetype ncmds sizeofcmds      flags
MH_MAGIC_64   ARM64        ALL  0x00     EXECUTE    25       2752   NOUNDEFS DYLDLINK TWOLEVEL PIE
Load command 9
          cmd LC_LOAD_DYLINKER
      cmdsize 32
         name /usr/lib/dyld (offset 12)
Load command 12
       cmd LC_BUILD_VERSION
   cmdsize 32
  platform macos
       sdk 27.0
     minos 11.0
    ntools 1
Load command 14
          cmd LC_LOAD_DYLIB
      cmdsize 96
         name /System/Library/Frameworks/AppKit.framework/Versions/C/AppKit (offset 24)
Load command 15
          cmd LC_LOAD_DYLIB
      cmdsize 56
         name /usr/lib/libSystem.B.dylib (offset 24)
Load command 24
      cmd LC_CODE_SIGNATURE
";

    #[test]
    fn a_program_of_the_system_s_libraries_alone_is_good() {
        assert_eq!(faults(GOOD, "11.0"), [""; 0]);
    }

    #[test]
    fn each_fault_is_found() {
        let system = "/usr/lib/libSystem.B.dylib";
        for (before, after) in [
            (system, "@rpath/libSystem.B.dylib"),
            (system, "@loader_path/libSystem.B.dylib"),
            (system, "libSystem.B.dylib"),
            (system, "/usr/local/lib/libSystem.B.dylib"),
            (system, "/usr/lib/../../tmp/libSystem.B.dylib"),
            ("cmd LC_LOAD_DYLINKER", "cmd LC_RPATH"),
            ("cmd LC_LOAD_DYLINKER", "cmd LC_DYLD_ENVIRONMENT"),
            ("ARM64", "X86_64"),
            ("EXECUTE", "BUNDLE"),
            (" PIE", ""),
            ("platform macos", "platform ios"),
            ("minos 11.0", "minos 15.0"),
            ("LC_BUILD_VERSION", "LC_UUID"),
            ("LC_CODE_SIGNATURE", "LC_UUID"),
            ("LC_LOAD_DYLIB", "LC_SOMETHING_NEW"),
        ] {
            let listing = GOOD.replace(before, after);
            assert_ne!(listing, GOOD, "{before}");
            assert_eq!(faults(&listing, "11.0").len(), 1, "{before} -> {after}");
        }
        assert!(!faults("", "11.0").is_empty());
    }
}
