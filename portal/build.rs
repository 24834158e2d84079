//! Makes the folder of built pages where it is missing, so that cargo works without npm. A page
//! that is not there answers with a sentence instead.

use std::path::Path;

fn main() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/dist/portal");
    if let Err(error) = std::fs::create_dir_all(&pages) {
        println!("cargo::warning=the folder of the pages can't be made: {error}");
    }
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=migrations");
    println!("cargo::rerun-if-changed=../ui/dist/portal");
}
