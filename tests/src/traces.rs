//! What secrets could leave behind on the customer's machine: in the arguments and the environment
//! of any process, in the name or the content of any file below the customer's home, which has the
//! folders for downloads and for temporary files too.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use corporate_protocol::Code;

use crate::stage::Stage;

/// What stands in one of the customer's files.
const IN_A_FILE: &str = "49.00 EUR";
/// What stands in the environment of every process.
const IN_AN_ENVIRONMENT: &str = "XDG_DATA_HOME";

/// Fails where one of these can be found anywhere. The processes `of` are among those that are
/// looked at.
///
/// # Errors
/// With where it is.
pub fn none(stage: &Stage, of: &[u32], secrets: &[&str]) -> Result<()> {
    processes(stage, of, secrets)?;
    let found = files(stage, secrets)?;
    ensure!(found.is_empty(), "a secret is in {found:?}");
    named(stage.home(), secrets)
}

/// Fails where the code that an opener's file has in its name can be found anywhere else, while the
/// app runs and the opener does no more. The browser remembers what it has saved.
///
/// # Errors
/// With where it is.
pub fn in_name_only(stage: &Stage, opener: &Path) -> Result<()> {
    let name = opener.file_name().and_then(|name| name.to_str()).and_then(Code::from_file_name);
    let code = name.context("a code in the opener's name")?.to_string();
    let secrets = [&*code, &*code.replace('-', "")];
    let apps = stage.crew.running("corporate-customer");
    ensure!(!apps.is_empty(), "no app runs");
    processes(stage, &apps, &secrets)?;
    let found = files(stage, &secrets)?;
    let browser = stage.home().join("customer");
    let others: Vec<_> = found.iter().filter(|file| !file.starts_with(&browser)).collect();
    ensure!(others.is_empty(), "the code is in {others:?}");
    Ok(())
}

fn processes(stage: &Stage, of: &[u32], secrets: &[&str]) -> Result<()> {
    for pid in of {
        let seen = shown_by(*pid)?;
        ensure!(seen.contains(IN_AN_ENVIRONMENT), "{pid} was not looked at: {seen}");
    }
    for pid in stage.crew.running("") {
        // One that has ended meanwhile shows nothing any more.
        let seen = shown_by(pid).unwrap_or_default().to_lowercase();
        let shown = secrets.iter().any(|secret| seen.contains(&secret.to_lowercase()));
        ensure!(!shown, "process {pid} shows a secret: {seen}");
    }
    Ok(())
}

/// The files below the customer's home that hold one of these.
fn files(stage: &Stage, secrets: &[&str]) -> Result<Vec<PathBuf>> {
    let known = files_with(stage.home(), &[IN_A_FILE])?;
    ensure!(known.iter().any(|file| file.ends_with("invoice.txt")), "not looked at: {known:?}");
    files_with(stage.home(), secrets)
}

/// What everybody on the machine can read of a process, or everybody of this user.
fn shown_by(pid: u32) -> Result<String> {
    let read = |what: &str| {
        let bytes = fs::read(format!("/proc/{pid}/{what}"));
        bytes.with_context(|| format!("read {what} of {pid}"))
    };
    let all = [read("cmdline")?, read("environ")?].concat();
    Ok(String::from_utf8_lossy(&all).replace('\0', "\n"))
}

/// The files in which one of these stands, in whatever case.
fn files_with(folder: &Path, texts: &[&str]) -> Result<Vec<PathBuf>> {
    let mut grep = Command::new("grep");
    // Browsers take files away meanwhile; of those it says nothing.
    grep.env("LC_ALL", "C").args(["-rlaiFs", "--devices=skip"]);
    for text in texts {
        grep.args(["-e", text]);
    }
    let output = grep.arg("--").arg(folder).output().context("run grep")?;
    Ok(String::from_utf8_lossy(&output.stdout).lines().map(PathBuf::from).collect())
}

/// Fails where one of these is part of a file's name.
fn named(folder: &Path, secrets: &[&str]) -> Result<()> {
    // What a browser has taken away meanwhile is not there.
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().to_lowercase();
        let is_named = secrets.iter().any(|secret| name.contains(&secret.to_lowercase()));
        ensure!(!is_named, "a secret is the name of {}", entry.path().display());
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            named(&entry.path(), secrets)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::process::Stdio;

    use super::*;

    #[test]
    fn a_secret_is_found_in_content_name_argument_and_environment() {
        let home = tempfile::tempdir().expect("a folder");
        let below = home.path().join("a/b");
        fs::create_dir_all(&below).expect("folders");
        fs::write(below.join("file"), b"\0\xffbefore K7QM-2XRB-9TFD after").expect("a file");
        let secrets = ["nothing", "k7qm-2xrb-9tfd"];
        let found = files_with(home.path(), &secrets).expect("a search");
        assert_eq!(found, [below.join("file")]);
        named(home.path(), &secrets).expect("no name has it");
        fs::write(below.join("x K7QM-2XRB-9TFD (1)"), "").expect("a file");
        named(home.path(), &secrets).expect_err("a name has it");

        let mut command = Command::new("cat");
        let child = command.args(["-", "K7QM"]).env("SECRET", "2XRB").stdin(Stdio::piped());
        let mut child = child.stdout(Stdio::piped()).spawn().expect("a process");
        // Right after its start it shows nothing yet; what answers has started.
        writeln!(child.stdin.as_mut().expect("its input"), "there?").expect("asked");
        let answer = child.stdout.as_mut().expect("its output").read(&mut [0; 8]);
        assert!(answer.expect("an answer") > 0);
        let shown = shown_by(child.id());
        child.kill().and_then(|()| child.wait()).expect("its end");
        let shown = shown.expect("what it shows");
        assert!(shown.contains("K7QM") && shown.contains("SECRET=2XRB"), "{shown}");
    }
}
