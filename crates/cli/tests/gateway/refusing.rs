//! A proxy rejects invalid options when it starts.

use crate::common::fails;
use crate::options::{certificate, file};
use crate::running::{FAR, Running, tokenwire};
use std::net::TcpListener;

#[test]
fn rejects_an_unknown_option_in_the_file() {
    let file = file("listen = \"127.0.0.1:0\"\nupstrem = \"http://x\"\n");
    let name = file.path().to_str().unwrap();
    let message = format!("{name}:2: unknown option upstrem; did you mean upstream?");
    fails(&["serve", "--config", name], b"", 2, &message);
    fails(&["serve", "--config", "not/there.toml"], b"", 1, "not/there.toml");
}

#[test]
fn rejects_values_of_the_wrong_type_or_size() {
    let file = file("\nflush-ms = \"soon\"\n");
    fails(&["serve", "--config", file.path().to_str().unwrap()], b"", 2, ":2: flush-ms: invalid type");
    for (option, value) in [
        ("--flush-ms", "soon"),
        ("--flush-ms", "3600000"),
        ("--flush-tokens", "0"),
        ("--pad", "0"),
        ("--max-header", "100"),
        ("--max-streams", "0"),
        ("--idle-timeout", "0"),
        ("--grace", "-1"),
        ("--grace", "NaN"),
        ("--coder", "gzip"),
        ("--log", "a=b=c"),
        ("--log", "inf"),
        ("--listen", "8790"),
        ("--allow-origin", "https://chat.example/"),
        ("--allow-origin", "chat.example"),
    ] {
        fails(&["serve", "--upstream", FAR, &format!("{option}={value}")], b"", 2, option);
    }
}

#[test]
fn rejects_invalid_urls() {
    for url in ["127.0.0.1:8000", "ftp://h", "http://", "http://h?a", "http://user:pass@h"] {
        fails(&["serve", "--upstream", url], b"", 2, "--upstream: ");
        fails(&["connect", "--gateway", url], b"", 2, "--gateway: ");
    }
    fails(&["serve"], b"", 2, "--upstream URL is missing");
    fails(&["connect"], b"", 2, "--gateway URL is missing");
}

#[test]
fn rejects_a_port_in_use() {
    let in_use = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = in_use.local_addr().unwrap().to_string();
    fails(&["serve", "--upstream", FAR, "--listen", &address], b"", 1, "choose another port with --listen");
    let admin = ["serve", "--upstream", FAR, "--listen", "127.0.0.1:0", "--admin", &address];
    fails(&admin, b"", 1, "choose another port with --admin");
}

#[test]
fn rejects_a_gateway_without_tls_unless_insecure_or_on_this_machine() {
    fails(&["connect", "--gateway", "http://gateway.example"], b"", 2, "--insecure");
    fails(&["connect", "--gateway", "http://10.1.2.3:8790"], b"", 2, "--insecure");
    let accepted: [&[&str]; 4] = [
        &["http://gateway.example", "--insecure"],
        &["https://gateway.example"],
        &["http://localhost:8790"],
        &["http://[::1]:8790"],
    ];
    for args in accepted {
        let mut command = tokenwire();
        command.args(["connect", "--listen", "127.0.0.1:0", "--gateway"]).args(args);
        assert_eq!(Running::new(&mut command).after("forwarding to "), args[0]);
    }
}

#[test]
fn rejects_a_certificate_without_its_key() {
    let (cert, key) = certificate();
    let (cert, key) = (cert.path().to_str().unwrap(), key.path().to_str().unwrap());
    let serve = ["serve", "--upstream", FAR, "--listen", "127.0.0.1:0"];
    let tls = |args: &[&str], code, message| fails(&[&serve, args].concat(), b"", code, message);
    tls(&["--tls-cert", cert], 2, "add --tls-key");
    tls(&["--tls-key", key], 2, "add --tls-cert");
    tls(&["--tls-cert", key, "--tls-key", key], 1, "certificate: the file contains no certificate in PEM");
    tls(&["--tls-cert", cert, "--tls-key", cert], 1, "key: the file contains no private key in PEM");
    tls(&["--tls-cert", cert, "--tls-key", "not/there.pem"], 1, "not/there.pem");
}
