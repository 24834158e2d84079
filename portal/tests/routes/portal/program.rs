//! The program itself, as people and scripts run it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::{Value, json};

use crate::support::{Request, TestPortal, send};

fn program(temporary: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_corporate-portal"));
    command.args(arguments).env("TMPDIR", temporary).env_remove("CORPORATE_PORTAL_DATA");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn output(arguments: &[&str], input: &str) -> Output {
    let temporary = tempfile::tempdir().expect("a folder");
    let mut child = program(temporary.path(), arguments).spawn().expect("it starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(input.as_bytes()).ok();
    drop(stdin);
    child.wait_with_output().expect("it ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Ends the program when a test fails.
struct Running(Child);

impl Running {
    fn terminate(mut self) -> bool {
        let id = self.0.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &id]).status().expect("kill runs");
        sent.success() && self.0.wait().expect("it ends").success()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_says_where_it_is_and_leaves_nothing_behind() {
    let temporary = tempfile::tempdir().expect("a folder");
    let arguments = ["demo", "--json", "--listen", "127.0.0.1:0"];
    let mut child = program(temporary.path(), &arguments).spawn().expect("it starts");
    let stdout = child.stdout.take().expect("a pipe");
    let demo = Running(child);
    let mut line = String::new();
    BufReader::new(stdout).read_line(&mut line).expect("a line");
    let said: Value = serde_json::from_str(&line).expect("JSON");
    let url = said["url"].as_str().expect("an address");
    for page in ["chat", "console", "manage"] {
        assert_eq!(said[page], format!("{url}/{page}"));
    }
    let roles: Vec<_> = said["agents"]
        .as_array()
        .expect("agents")
        .iter()
        .map(|agent| (agent["email"].clone(), agent["roles"].clone()))
        .collect();
    assert_eq!(
        roles,
        [
            (json!("anna@demo.test"), json!(["agent"])),
            (json!("ben@demo.test"), json!(["agent"])),
            (json!("max@demo.test"), json!(["administrator"])),
        ]
    );
    let address: SocketAddr = url.strip_prefix("http://").expect("http").parse().expect("ip:port");
    let anna = &said["agents"][0];
    let body = json!({ "email": anna["email"], "password": anna["password"] });
    let request = Request::post("/api/v1/agents/sign-in", &body).header("origin", url);
    assert_eq!(send(address, request).await.status, 200);
    assert!(temporary.path().read_dir().expect("a folder").next().is_some());
    assert!(demo.terminate(), "it stops in good order");
    assert!(temporary.path().read_dir().expect("a folder").next().is_none(), "and tidies up");
}

#[test]
fn what_can_not_start_says_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("UTF-8");
    let cases: [(&[&str], &str); 3] = [
        (&["demo", "--listen", "0.0.0.0:0"], "loopback address only"),
        (&["serve", "--data", data, "--database", "postgres://x"], "not supported yet"),
        (&["serve", "--data", data, "--bus", "nats://x"], "not supported yet"),
    ];
    for (arguments, sentence) in cases {
        let output = output(arguments, "");
        assert!(!output.status.success());
        let said = text(&output.stderr);
        assert!(said.contains(sentence), "{said}");
    }
}

#[test]
fn what_an_account_can_not_be_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("UTF-8");
    let file = folder.path().join("settings.json");
    std::fs::write(&file, r#"{ "company": "A", "retentionDays": 3 }"#).expect("written");
    let file = file.to_str().expect("UTF-8");
    let cases: [(&[&str], &str); 7] = [
        (&["account", "--retention-days", "0"], "retention_days"),
        (&["account", "--retention-days", "some"], "a number of days, or none"),
        (&["account", "--embed-origin", "http://a.example"], "embed_origins.0"),
        (&["account", "--settings", file], "retentionDays"),
        (&["account", "--settings", "/nowhere"], "can't be read"),
        (&["account", "--web-chat", "maybe"], "possible values: on, off"),
        (&["agent", "set", "--email", "a@b.test", "--name", "A", "--queue", "x"], "no such queue"),
    ];
    for (arguments, sentence) in cases {
        let output = output(&[arguments, &["--data", data]].concat(), "");
        assert!(!output.status.success(), "{arguments:?}");
        let said = text(&output.stderr);
        assert!(said.contains(sentence), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_set_up_from_the_command_line() {
    let portal = TestPortal::start().await;
    let data = portal.config().data.to_str().expect("UTF-8").to_owned();
    let run = |arguments: &[&str], input: &str| {
        let arguments = [arguments, &["--data", &data]].concat();
        let output = output(&arguments, input);
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    assert_eq!(run(&["migrate"], ""), "the database is up to date\n");
    let account = ["account", "--company", "Neu GmbH", "--chat-after", "transfer"];
    let words = run(&account, "");
    assert!(words.contains("company     Neu GmbH\nchat after  transfer\n"), "{words}");
    let more = ["account", "--web-chat", "off", "--retention-days", "30", "--embed-origin"];
    let more = [&more[..], &["https://a.example", "--embed-origin", "https://b.example"]].concat();
    let words = run(&more, "");
    let lines = "web chat    off\nretention   30\n\
        embedded    https://a.example\nembedded    https://b.example\n";
    assert!(words.contains(lines), "{words}");
    let shown = run(&["account", "--show-settings"], "");
    let mut settings: Value = serde_json::from_str(&shown).expect("JSON");
    assert_eq!((&settings["web_chat"], &settings["retention_days"]), (&json!(false), &json!(30)));
    settings["web_chat"] = json!(true);
    let keep = ["account", "--settings", "-", "--retention-days", "none", "--show-settings"];
    let kept: Value = serde_json::from_str(&run(&keep, &settings.to_string())).expect("JSON");
    assert_eq!((&kept["web_chat"], &kept["retention_days"]), (&json!(true), &Value::Null));
    assert_eq!(kept["embed_origins"], settings["embed_origins"]);
    let served = ["agent", "set", "--email", "otto@neu.test", "--name", "Otto", "--queue"];
    run(&[&served[..], &["printers", "--most-sessions", "2"]].concat(), "");
    assert!(run(&["agent", "list"], "").contains("otto@neu.test  Otto  agent  printers\n"));
    let set = ["agent", "set", "--email", "Nina@neu.test", "--name", "Nina Neu", "--reports"];
    let made = run(&set, "");
    let password = made.trim_end().strip_prefix("password  ").expect("a password").to_owned();
    let sign_in = |password: &str| {
        let body = json!({ "email": "nina@neu.test", "password": password });
        Request::post("/api/v1/agents/sign-in", &body)
    };
    assert_eq!(portal.send(sign_in(&password)).await.status, 200);
    let change = ["agent", "password", "--email", "nina@neu.test", "--password-from-stdin"];
    assert_eq!(run(&change, "quartz lantern 43\n"), "done\n");
    assert_eq!(portal.send(sign_in("quartz lantern 43")).await.status, 200);
    assert!(run(&["agent", "list"], "").contains("nina@neu.test  Nina Neu  agent, reports"));
    assert_eq!(run(&["agent", "remove", "--email", "nina@neu.test"], ""), "removed\n");
    assert_eq!(portal.send(sign_in("quartz lantern 43")).await.status, 401);
}
