//! Options from flags, environment variables and the configuration file.

use crate::common::{run, stderr};
use crate::running::{FAR, Running, ask, get, serve, tokenwire};
use std::io::Write;
use tempfile::NamedTempFile;

/// Creates a temporary file with this text.
pub(crate) fn file(text: &str) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

#[test]
fn flags_override_the_environment_which_overrides_the_file() {
    let file = file("upstream = \"http://file.example\"\nlisten = \"127.0.0.1:0\"\n");
    let forwards = |env: Option<&str>, flags: &[&str]| {
        let mut command = tokenwire();
        command.arg("serve").arg("--config").arg(file.path()).args(flags);
        command.envs(env.map(|url| ("TOKENWIRE_UPSTREAM", url)));
        Running::new(&mut command).after("forwarding to ")
    };
    let (env, flag) = (Some("http://env.example"), ["--upstream", "http://flag.example/base/"]);
    assert_eq!(forwards(None, &[]), "http://file.example");
    assert_eq!(forwards(env, &[]), "http://env.example");
    assert_eq!(forwards(env, &flag), "http://flag.example/base");
    assert_eq!(forwards(None, &flag), "http://flag.example/base");
}

#[test]
fn a_flag_can_turn_off_a_switch_of_the_file() {
    let file = file("log-json = true\n");
    let config = file.path().to_str().unwrap();
    let mut json = serve(&["--config", config]);
    json.after("listening on http://");
    assert!(json.log.iter().all(|line| line.starts_with('{') && line.ends_with('}')), "{:?}", json.log);
    let mut plain = serve(&["--config", config, "--log-json=false"]);
    plain.after("listening on http://");
    assert!(plain.log.iter().all(|line| !line.starts_with('{')), "{:?}", plain.log);
}

#[test]
fn the_log_names_the_addresses_and_a_command_to_try() {
    let mut running = serve(&["--admin", "127.0.0.1:0"]);
    let address = running.address();
    assert_ne!(address.port(), 0);
    assert_eq!(running.after("forwarding to "), FAR);
    assert_eq!(running.after("OPENAI_BASE_URL="), format!("http://{address}/v1"));
    assert!(get(address, "/").unwrap().starts_with("HTTP/1.1 5"), "no model server is running");
    let admin = running.admin();
    assert!(get(admin, "/healthz").unwrap().ends_with("\r\n\r\nok"));
    assert!(get(admin, "/metrics").unwrap().ends_with("# EOF\n"));
    assert!(
        get(address, "/healthz").is_none_or(|answer| !answer.ends_with("\r\n\r\nok")),
        "on the address for clients, the path belongs to the model server"
    );
}

#[test]
fn a_limit_in_the_file_applies() {
    let file = file("max-header = 8192\n");
    let mut running = serve(&["--config", file.path().to_str().unwrap()]);
    let long = "a".repeat(10_000);
    let request = format!("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nLong: {long}\r\n\r\n");
    assert!(ask(running.address(), &request).unwrap().starts_with("HTTP/1.1 431 "));
}

#[test]
fn an_address_that_other_machines_can_reach_causes_a_warning() {
    let warning = "other machines can reach this address";
    let mut open = Running::new(tokenwire().args(["serve", "--upstream", FAR, "--listen", "0.0.0.0:0"]));
    open.after(warning);
    let mut local = serve(&["--admin", "127.0.0.1:0"]);
    // A warning would have been logged before the address for health and metrics.
    let admin = local.admin();
    assert!(get(admin, "/healthz").is_some());
    assert!(!local.log.iter().any(|line| line.contains(warning)), "{:?}", local.log);
}

#[test]
fn neither_keys_nor_messages_are_logged() {
    let mut running = serve(&["--log", "trace"]);
    let request = "POST /v1/chat?key=s3cret HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer s3cret\r\n\
                   x-api-key: s3cret\r\nContent-Length: 6\r\n\r\ns3cret";
    let address = running.address();
    assert!(ask(address, request).is_some());
    running.child.kill().unwrap();
    let (_, log) = running.ended();
    assert!(!log.iter().any(|line| line.contains("s3cret")), "{log:#?}");
}

#[test]
fn help_lists_options_with_their_defaults() {
    for (command, expected) in [
        ("serve", ["--upstream <URL>", "127.0.0.1:8790", "TOKENWIRE_FLUSH_MS", "[default: 20]"]),
        ("connect", ["--gateway <URL>", "127.0.0.1:8791", "TOKENWIRE_INSECURE", "[default: auto]"]),
    ] {
        let output = run(&[command, "--help"], b"");
        assert!(output.status.success(), "{}", stderr(&output));
        let help = String::from_utf8(output.stdout).unwrap();
        for text in expected.iter().chain(&["--config <FILE>", "--tls-cert <FILE>", "[default: 67108864]"]) {
            assert!(help.contains(text), "{text} is not in:\n{help}");
        }
    }
}

#[test]
fn a_proxy_with_a_certificate_serves_only_tls() {
    let (cert, key) = certificate();
    let mut running =
        serve(&["--tls-cert", cert.path().to_str().unwrap(), "--tls-key", key.path().to_str().unwrap()]);
    let address = running.after("listening on https://").parse().unwrap();
    let answer = get(address, "/");
    assert!(
        answer.is_none_or(|answer| !answer.starts_with("HTTP")),
        "a plain HTTP request receives no HTTP response"
    );
}

/// Creates a self-signed certificate and its key.
pub(crate) fn certificate() -> (NamedTempFile, NamedTempFile) {
    let certified = rcgen::generate_simple_self_signed(["localhost".into()]).unwrap();
    (file(&certified.cert.pem()), file(&certified.signing_key.serialize_pem()))
}
