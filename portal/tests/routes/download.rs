//! `/download/…`

mod opener;
mod release;
