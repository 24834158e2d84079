//! Loads the libraries that it is given by name alone, as parts of Windows do, for tests that have
//! planted some beside it: after `--harden` hardened as the opener is, else not. One that can't be
//! loaded is passed over.

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let names = match words.split_first() {
        Some((first, names)) if first == "--harden" => {
            #[expect(unsafe_code, reason = "the environment is changed while there is one thread")]
            // SAFETY: no thread has been started.
            unsafe {
                corporate_opener::harden();
            }
            names
        }
        _ => &words[..],
    };
    for name in names {
        load(name);
    }
}

#[cfg(not(windows))]
const fn load(_name: &str) {}

#[cfg(windows)]
fn load(name: &str) {
    use windows_sys::Win32::System::LibraryLoader::LoadLibraryW;

    let name: Vec<u16> = name.encode_utf16().chain([0]).collect();
    #[expect(unsafe_code, reason = "the Windows API is called here")]
    // SAFETY: the name ends with 0 and outlives the call.
    unsafe {
        LoadLibraryW(name.as_ptr());
    }
}
