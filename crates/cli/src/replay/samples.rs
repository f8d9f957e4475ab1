//! The streams that are built in.

use tokenwire_replay::Replay;

macro_rules! samples {
    ($($name:literal)*) => {
        [$(($name, include_bytes!(concat!("../../../../examples/streams/", $name)).as_slice())),*]
    };
}

const SAMPLES: [(&str, &[u8]); 10] = samples! {
    "anthropic-messages.json" "anthropic-messages.sse"
    "ollama-native.json" "ollama-native.ndjson"
    "openai-chat.json" "openai-chat.sse"
    "openai-responses.json" "openai-responses.sse"
    "openai-tools.json" "openai-tools.sse"
};

pub(crate) fn replay() -> Replay {
    Replay::from_files(SAMPLES)
}
