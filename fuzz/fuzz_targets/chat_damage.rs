#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    tokenwire_fuzz::chat_damage::check(data);
});
