//! Text to be tokenized, and how.

/// Text to be encoded: bytes, UTF-8 or not, and options of reading them.
///
/// Strings and byte slices convert into it, so that most calls need not name it:
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
    /// Text in which names of special tokens are ordinary text.
    pub fn new(bytes: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        Self { bytes: bytes.as_ref(), special_tokens: false, progress: None }
    }

    /// Sets whether names of special tokens, `<|endoftext|>` and the like, become these tokens.
    #[must_use]
    pub fn with_special_tokens(mut self, special_tokens: bool) -> Self {
        self.special_tokens = special_tokens;
        self
    }

    /// Sets a function that is called with the number of bytes of each word as it is tokenized, for a progress bar.
    #[must_use]
    pub fn with_progress(mut self, progress: &'a mut dyn FnMut(usize)) -> Self {
        self.progress = Some(progress);
        self
    }

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
