//! Numbers and letters in both languages.

use super::*;

const BOTH: [&Texts; 2] = [&GERMAN, &ENGLISH];

#[test]
fn sizes_are_written_as_the_language_does() {
    assert_eq!(megabytes(12_345_678, Language::De), "12,3");
    assert_eq!(megabytes(12_345_678, Language::En), "12.3");
    assert_eq!(megabytes(0, Language::En), "0.0");
    assert_eq!(megabytes(999_999, Language::En), "1.0");
    assert_eq!(sizes(1_500_000, 6_000_000, Language::De), "1,5 von 6,0 MB");
    assert_eq!(sizes(1_500_000, 6_000_000, Language::En), "1.5 of 6.0 MB");
}

#[test]
fn the_time_left_is_no_more_exact_than_it_can_be() {
    let left = |seconds| time_left(Duration::from_secs(seconds), Language::En);
    assert_eq!(left(3), "a few seconds left");
    assert_eq!(left(11), "about 20 seconds left");
    assert_eq!(left(50), "about 50 seconds left");
    assert_eq!(left(51), "about 1 minute left");
    assert_eq!(left(60), "about 1 minute left");
    assert_eq!(left(95), "about 2 minutes left");
    assert_eq!(left(3600), "about 60 minutes left");
    let left = |seconds| time_left(Duration::from_secs(seconds), Language::De);
    assert_eq!(left(3), "noch wenige Sekunden");
    assert_eq!(left(25), "noch etwa 30 Sekunden");
    assert_eq!(left(80), "noch etwa 1 Minute");
    assert_eq!(left(600), "noch etwa 10 Minuten");
}

#[test]
fn every_button_and_label_has_a_letter_of_its_own_where_it_is_shown() {
    for texts in BOTH {
        for shown in [
            vec![texts.code, texts.proceed, texts.retry, texts.close],
            vec![texts.other_code, texts.proceed, texts.retry, texts.use_older_app, texts.close],
            vec![texts.user, texts.password, texts.sign_in, texts.cancel],
            vec![texts.proceed, texts.cancel],
            vec![texts.remove, texts.cancel],
        ] {
            let mut letters: Vec<char> = shown
                .iter()
                .map(|text| text.split_once('_').expect("a letter").1)
                .filter_map(|rest| rest.to_lowercase().chars().next())
                .collect();
            letters.sort_unstable();
            letters.dedup();
            assert_eq!(letters.len(), shown.len(), "{shown:?}");
        }
    }
}
