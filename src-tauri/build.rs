//! Seals the portal's origin and makes what Tauri needs: permissions for our own commands, so
//! that each window may call only its own, and a folder for the pages, so that cargo works
//! before npm has built them (a page that is missing then says so in its window).

use std::path::Path;

/// Every command; one that is missing here can be called by no window.
const COMMANDS: &[&str] = &[
    "painted",
    "close",
    "session",
    "events",
    "say",
    "end_session",
    "save_transcript",
    "can_be_removed",
    "remove",
    "answer_consent",
    "invitation",
    "answer_invitation",
    "pause_sharing",
    "resume_sharing",
    "stop_sharing",
    "show_monitor",
    "answer_monitor",
];

/// Where Vite puts the pages.
const PAGES: &str = "../ui/dist/app";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-env-changed=CORPORATE_PORTAL_ORIGIN");
    println!("cargo:rerun-if-changed={PAGES}");
    println!("cargo:rerun-if-changed=build.rs");
    if !Path::new(PAGES).is_dir() {
        std::fs::create_dir_all(PAGES)?;
    }
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))?;
    Ok(())
}
