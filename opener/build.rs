//! Builds the opener again when the portal or the release key that is sealed into it changes.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=CORPORATE_PORTAL_ORIGIN");
    println!("cargo::rerun-if-env-changed=CORPORATE_RELEASE_KEY");
}
