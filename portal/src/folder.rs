//! Folders that nobody but the portal's own user may look into.

use std::path::Path;

/// Makes a folder and those above it, where they are missing, for this user alone.
///
/// # Errors
/// What the system says.
pub(crate) fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
