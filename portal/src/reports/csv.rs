//! CSV as RFC 4180 has it, in UTF-8 with a byte order mark so that spreadsheets read umlauts. No
//! cell can become a formula: customers write many of them, and a spreadsheet that splits at other
//! characters makes more cells than there are.

/// What the file begins with.
pub(super) const MARK: &str = "\u{feff}";

/// One record with its line end.
pub(super) fn record<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.into_iter().map(cell).collect();
    cells.join(",") + "\r\n"
}

/// Where some spreadsheet begins another cell: German ones split at semicolons, and a quote that
/// does not stand first protects nothing there.
const BREAKS: [char; 9] =
    [';', '\t', '\r', '\n', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

fn cell(text: &str) -> String {
    let mut guarded = String::with_capacity(text.len() + 2);
    if text.starts_with(['\t', '\r', '\n']) {
        guarded.push('\'');
    }
    for part in text.split_inclusive(BREAKS) {
        if starts_formula(part) {
            guarded.push('\'');
        }
        guarded.push_str(part);
    }
    if text.contains(['"', ',']) || text.contains(BREAKS) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

/// Whether a spreadsheet would take it for a formula (OWASP, CSV injection): full-width signs count,
/// for some programs read them as the plain ones. What a spreadsheet may leave out in front of a
/// sign does not help it.
fn starts_formula(text: &str) -> bool {
    const SIGNS: [char; 8] = ['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    let left_out = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '"' | '\u{200b}'..='\u{200f}' | '\u{feff}')
    };
    text.trim_start_matches(left_out).starts_with(SIGNS)
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

    #[test]
    fn no_cell_begins_a_formula_where_semicolons_or_tabs_split_it() {
        for (text, written) in [
            ("x;=1+1", "\"x;'=1+1\""),
            ("x; \u{a0}=1+1", "\"x;' \u{a0}=1+1\""),
            (";;+1;y", "\";;'+1;y\""),
            ("x\t@SUM(A1)", "\"x\t'@SUM(A1)\""),
            ("x\r\n-1\n\n=2", "\"x\r\n'-1\n\n'=2\""),
            ("x;＝1", "\"x;'＝1\""),
            ("x;\"=1+1;", "\"x;'\"\"=1+1;\""),
            ("x;\u{feff}=1", "\"x;'\u{feff}=1\""),
            (" =1", "' =1"),
            ("a; b = c", "\"a; b = c\""),
        ] {
            assert_eq!(record([text]), format!("{written}\r\n"), "{text:?}");
        }
    }
}
