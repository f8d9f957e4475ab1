/// The outcome of a check. Tests use it to verify that a check reaches the intended code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The input was accepted, and its content was checked.
    Accepted,
    /// The input was rejected, which is allowed.
    Refused,
    /// The input would take too long to check.
    Skipped,
}

impl Outcome {
    pub(super) fn of(accepted: bool) -> Self {
        if accepted { Self::Accepted } else { Self::Refused }
    }
}
