//! Builds the opener again when the portal or the release key that is sealed into it changes, and
//! tells Windows that it needs no administrator, draws itself on fine monitors and wants the
//! system's present look; links it so that it takes libraries from the system's folder alone.

use embed_manifest::{embed_manifest, new_manifest};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=CORPORATE_PORTAL_ORIGIN");
    println!("cargo::rerun-if-env-changed=CORPORATE_RELEASE_KEY");
    if std::env::var_os("CARGO_CFG_WINDOWS").is_some() {
        // The manifest of this maker begins with an execution level of the caller's, no virtual
        // files, the common controls of version 6, and a resolution for each monitor.
        embed_manifest(new_manifest("CorporateCustomer.Opener"))?;
    }
    if std::env::var("CARGO_CFG_TARGET_ENV").is_ok_and(|name| name == "msvc") {
        // What the import table names comes from the system's folder alone, too: 0x800 is
        // LOAD_LIBRARY_SEARCH_SYSTEM32. GNU's linker has nothing like it.
        println!("cargo::rustc-link-arg-bins=/DEPENDENTLOADFLAG:0x800");
    }
    Ok(())
}
