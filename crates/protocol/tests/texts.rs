//! Texts that are kept must be readable again: whatever `parse` makes of what somebody typed,
//! `parse` takes as it is. Otherwise one text could make a whole log unreadable.

use corporate_protocol::{
    Code, EmailAddress, FileName, MessageText, PageAddress, PersonName, PhoneDigits, QueueId,
};
use proptest::prelude::*;

/// What people and programs send: any characters, and often those that the rules are about.
fn any_text() -> impl Strategy<Value = String> {
    let odd = prop_oneof![
        Just('.'),
        Just(' '),
        Just('/'),
        Just('\\'),
        Just('\u{3000}'),
        Just('\u{85}'),
        Just('\u{202e}'),
        Just('\u{200b}'),
        Just('\r'),
        Just('\n'),
        Just('\t'),
        Just('ä'),
        Just('\u{0}'),
        Just('@'),
        Just('%'),
        Just('-'),
        Just('1'),
        Just('a'),
        any::<char>(),
    ];
    let short = prop::collection::vec(odd.clone(), 0..12).prop_map(String::from_iter);
    let long = (prop::collection::vec(odd, 1..6), 1..200_usize)
        .prop_map(|(part, times)| String::from_iter(part).repeat(times));
    let device =
        (prop_oneof![Just("nul"), Just("con"), Just("COM1"), Just("_aux")], any::<String>())
            .prop_map(|(device, rest)| format!("{device}{rest}"));
    prop_oneof![short, long, device, any::<String>()]
}

/// What a text becomes when it is read is read as the same again.
fn reads_its_own<T>(text: &str) -> Result<(), TestCaseError>
where
    T: TryFrom<String> + Into<String>,
{
    let Ok(once) = T::try_from(text.to_owned()) else { return Ok(()) };
    let once: String = once.into();
    let again = T::try_from(once.clone()).ok().map(Into::<String>::into);
    prop_assert_eq!(Some(once), again);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn every_kept_text_can_be_read_again(text in any_text()) {
        reads_its_own::<PersonName>(&text)?;
        reads_its_own::<MessageText>(&text)?;
        reads_its_own::<FileName>(&text)?;
        reads_its_own::<QueueId>(&text)?;
        reads_its_own::<PhoneDigits>(&text)?;
        reads_its_own::<Code>(&text)?;
        reads_its_own::<EmailAddress>(&text)?;
        reads_its_own::<EmailAddress>(&format!("a{text}@example.com"))?;
        reads_its_own::<PageAddress>(&text)?;
        reads_its_own::<PageAddress>(&format!("https://a.example/{text}"))?;
        reads_its_own::<PageAddress>(&format!("http://{text}"))?;
    }
}
