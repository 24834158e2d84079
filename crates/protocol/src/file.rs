//! Files that travel in a chat: what the log says of one. The bytes are sent and fetched over HTTP,
//! never through the log's socket.

use serde::{Deserialize, Serialize};

use crate::{FileId, TextError, limits};

/// What the log says of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FileInfo {
    /// Which one.
    pub id: FileId,
    /// Its name, fit for every system.
    pub name: FileName,
    /// Its size in bytes.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub bytes: u64,
    /// Size of the picture that may be shown, where the portal has decoded the file as one and
    /// written it anew.
    pub picture: Option<PictureSize>,
}

/// Width and height of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PictureSize {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// The name of a file: one part of a path, 1 to [`limits::FILE_NAME_CHARS`] characters, nothing
/// that Windows, macOS or Linux refuses or gives a meaning, nothing invisible.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(type = "string"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct FileName(String);

impl FileName {
    /// Makes a name of what a browser sends: takes the last part of a path and replaces what can't
    /// stand in a name.
    ///
    /// # Errors
    /// [`TextError`] where nothing is left.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let last = text.rsplit(['/', '\\']).next().unwrap_or_default();
        let kept: String = last
            .chars()
            .filter(|c| !c.is_control() && !crate::text::is_invisible(*c))
            .map(|c| if r#"<>:"|?*"#.contains(c) { '_' } else { c })
            .collect();
        let name = shortened(without_edges(&kept));
        let name = without_edges(&name).to_owned();
        if name.is_empty() {
            return Err(TextError::Empty);
        }
        Ok(Self(if is_device(&name) { format!("_{name}") } else { name }))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands behind the last dot, in lower case; empty where there is none.
    pub fn ending(&self) -> String {
        let (stem, ending) = self.0.rsplit_once('.').unwrap_or((&self.0, ""));
        if stem.is_empty() { String::new() } else { ending.to_lowercase() }
    }
}

/// The name without dots and spaces at either end, in whatever order they stand there.
fn without_edges(name: &str) -> &str {
    name.trim_matches(|c: char| c == '.' || c.is_whitespace())
}

/// Keeps the ending where a name is too long.
fn shortened(name: &str) -> String {
    let most = limits::FILE_NAME_CHARS - 1;
    if name.chars().count() <= most {
        return name.to_owned();
    }
    match name.rsplit_once('.') {
        Some((stem, ending)) if ending.chars().count() < 20 => {
            let room = most - ending.chars().count() - 1;
            let stem: String = stem.chars().take(room).collect();
            format!("{stem}.{ending}")
        }
        _ => name.chars().take(most).collect(),
    }
}

/// Names that Windows keeps for devices, whatever their ending.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let numbered = |kind: &str| {
        stem.strip_prefix(kind).is_some_and(|rest| {
            rest.chars().count() == 1 && rest.chars().all(|c| c.is_ascii_digit())
        })
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT")
}

crate::text::private_text!(FileName);

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> String {
        FileName::parse(text).expect("a name").as_str().to_owned()
    }

    #[test]
    fn a_path_keeps_its_last_part_only() {
        assert_eq!(name("../../etc/passwd"), "passwd");
        assert_eq!(name(r"C:\Users\erika\bill.pdf"), "bill.pdf");
        assert_eq!(name(".bashrc"), "bashrc");
    }

    #[test]
    fn what_could_deceive_or_break_is_taken_out() {
        assert_eq!(name("invoice\u{202e}fdp.exe"), "invoicefdp.exe");
        assert_eq!(name("a<b>:c?.txt."), "a_b__c_.txt");
        assert_eq!(name("nul.txt"), "_nul.txt");
        assert_eq!(name("COM1"), "_COM1");
        for bad in ["", "..", "/", " . ", "\u{200b}"] {
            assert_eq!(FileName::parse(bad), Err(TextError::Empty), "{bad:?}");
        }
    }

    #[test]
    fn dots_behind_spaces_behind_dots_are_no_name() {
        assert_eq!(FileName::parse(". .\u{3000}."), Err(TextError::Empty));
        assert_eq!(name(". .a .\u{3000}."), "a");
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let long = name(&format!("{}.PDF", "x".repeat(300)));
        assert!(long.contains("x.PDF") && long.chars().count() <= limits::FILE_NAME_CHARS);
        assert_eq!(FileName::parse(&long).expect("a name").ending(), "pdf");
    }
}
