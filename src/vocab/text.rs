//! Text to be tokenized, with options.

/// Text to be tokenized, with options. The text is bytes and need not be UTF-8.
///
/// Strings and byte slices convert to `Text` implicitly:
///
/// ```
/// # #[cfg(feature = "o200k")] {
/// use tokenwire::{Encoding, Text, Tokenizer};
/// let tokenizer = Tokenizer::new(Encoding::O200kBase);
/// assert_eq!(tokenizer.encode("Hello world"), [13225, 2375]);
/// let text = Text::new("<|endoftext|>").with_special_tokens(true);
/// assert_eq!(tokenizer.encode(text), [199_999]);
/// # }
/// ```
pub struct Text<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) special_tokens: bool,
    progress: Option<&'a mut dyn FnMut(usize)>,
}

impl<'a> Text<'a> {
    /// Returns text in which names of special tokens are ordinary text.
    pub fn new(bytes: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        Self { bytes: bytes.as_ref(), special_tokens: false, progress: None }
    }

    /// Sets whether names of special tokens, such as `<|endoftext|>`, are encoded as these tokens. The default is
    /// `false`.
    #[must_use]
    pub fn with_special_tokens(mut self, special_tokens: bool) -> Self {
        self.special_tokens = special_tokens;
        self
    }

    /// Sets a progress callback. It is called for each tokenized word with the word's number of bytes.
    #[must_use]
    pub fn with_progress(mut self, progress: &'a mut dyn FnMut(usize)) -> Self {
        self.progress = Some(progress);
        self
    }

    /// Reports progress of this many bytes.
    pub(crate) fn advance(&mut self, bytes: usize) {
        if let Some(progress) = &mut self.progress {
            progress(bytes);
        }
    }
}

impl<'a, T: AsRef<[u8]> + ?Sized> From<&'a T> for Text<'a> {
    fn from(bytes: &'a T) -> Self {
        Self::new(bytes)
    }
}
