//! Versions of releases: three numbers, compared as numbers.

use std::fmt;

/// `major.minor.patch`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version([u32; 3]);

impl Version {
    /// Reads three numbers with two dots between them.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let numbers: Option<Vec<u32>> = text.split('.').map(number).collect();
        numbers?.try_into().ok().map(Self)
    }

    /// The version of this checkout.
    pub(crate) fn of_this_checkout() -> Self {
        Self::parse(env!("CARGO_PKG_VERSION")).expect("cargo's versions have three numbers")
    }
}

/// A number of digits alone.
fn number(text: &str) -> Option<u32> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    if plain && (text == "0" || !text.starts_with('0')) { text.parse().ok() } else { None }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.0;
        write!(formatter, "{major}.{minor}.{patch}")
    }
}

impl std::str::FromStr for Version {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text).ok_or("a version is three numbers, such as 1.2.3")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        let version = |text: &str| text.parse::<Version>().expect("a version");
        assert!(version("1.10.0") > version("1.9.9"));
        assert_eq!(version("0.1.0").to_string(), "0.1.0");
        assert_eq!(Version::of_this_checkout().to_string(), env!("CARGO_PKG_VERSION"));
        for bad in ["", "1", "1.2", "1.2.3.4", "1.2.x", "01.2.3", "1.2.-3", "1.2.3-rc1"] {
            assert!(Version::parse(bad).is_none(), "{bad}");
        }
    }
}
