//! CSV as RFC 4180 has it, in UTF-8 with a byte order mark so that spreadsheets read umlauts. No
//! cell can become a formula: customers write many of them.

/// What the file begins with.
pub(super) const MARK: &str = "\u{feff}";

/// One record with its line end.
pub(super) fn record<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.into_iter().map(cell).collect();
    cells.join(",") + "\r\n"
}

fn cell(text: &str) -> String {
    let guard = if starts_formula(text) { "'" } else { "" };
    if text.contains(['"', ',', '\r', '\n']) {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{guard}{text}")
    }
}

/// Whether a spreadsheet would take it for a formula (OWASP, CSV injection): full-width signs count,
/// for some programs read them as the plain ones.
fn starts_formula(text: &str) -> bool {
    const SIGNS: [char; 11] =
        ['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    text.starts_with(SIGNS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_cells_stay_as_they_are_and_others_are_quoted() {
        assert_eq!(record(["a", "", "ü b"]), "a,,ü b\r\n");
        assert_eq!(
            record(["a,b", "say \"hi\"", "x\ny"]),
            "\"a,b\",\"say \"\"hi\"\"\",\"x\ny\"\r\n"
        );
    }

    #[test]
    fn no_cell_begins_a_formula() {
        let signs =
            ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x"];
        for text in signs {
            let written = record([text]);
            let value = written.trim_start_matches('"');
            assert!(value.starts_with('\''), "{written:?}");
        }
        assert_eq!(record(["=HYPERLINK(\"x\",\"y\")"]), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"\r\n");
        assert_eq!(record(["a=b"]), "a=b\r\n");
    }
}
