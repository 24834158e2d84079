//! Files that are made from others: the TypeScript types of the protocol.

use std::fs;

use anyhow::{Context, Result};

use crate::run::{ask, cargo, root};

/// Writes the generated files.
///
/// # Errors
/// Where the generator fails or a file cannot be written.
pub(crate) fn run() -> Result<()> {
    let mut generator = cargo();
    generator.args(["run", "--quiet", "--package", "corporate-protocol"]);
    generator.args(["--features", "typescript", "--example", "typescript"]);
    let text = ask(&mut generator).context(
        "the generator failed; `cargo run -p corporate-protocol --features typescript --example \
         typescript` says why",
    )?;
    let path = root().join("ui/src/lib/protocol.generated.ts");
    fs::write(&path, format!("{text}\n")).with_context(|| format!("write {}", path.display()))?;
    println!("wrote {}", path.display());
    Ok(())
}
