//! Prints the generated TypeScript; `cargo xtask generate` redirects it into the pages' sources.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

fn main() {
    print!("{}", corporate_protocol::typescript::generated());
}
