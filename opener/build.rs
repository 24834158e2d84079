//! Builds the opener again when the portal or the release key that is sealed into it changes, and
//! tells Windows that it needs no administrator, draws itself on fine monitors and wants the
//! system's present look.

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
    Ok(())
}
