//! Generates what Tauri needs from `tauri.conf.json` and the capability files.
fn main() {
    tauri_build::build();
}
