//! Generated chats in OpenAI's format.

/// Returns the events of a chat: an opening event, an event for each of `words` words, and a closing event.
pub(crate) fn chat(words: usize) -> Vec<String> {
    let first = event(r#"{"role":"assistant","content":""}"#);
    let words = (0..words).map(|n| word(&format!(" word{n}")));
    [first].into_iter().chain(words).chain(["data: [DONE]\n\n".into()]).collect()
}

/// Returns `count` events whose texts are words of many languages.
pub(crate) fn rare_words(count: usize) -> Vec<String> {
    const WORDS: [&str; 8] =
        [" lighthouse", " Leuchtturm", " маяк", " φάρος", " gangplank", " 灯台", " ostensibly", " \u{1f6f3}"];
    WORDS.iter().cycle().take(count).map(|text| word(text)).collect()
}

/// Returns an event with this text.
pub(crate) fn word(text: &str) -> String {
    event(&format!(r#"{{"content":"{text}"}}"#))
}

fn event(delta: &str) -> String {
    format!(
        "data: {{\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o\",\
         \"choices\":[{{\"index\":0,\"delta\":{delta},\"finish_reason\":null}}]}}\n\n"
    )
}
