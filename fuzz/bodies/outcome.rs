/// What became of the input, so that a test can tell that a check got as far as it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was read, and all that follows from that was checked.
    Accepted,
    /// It was refused, as it may be.
    Refused,
    /// It would take too long.
    Skipped,
}

impl Outcome {
    pub(super) fn of(accepted: bool) -> Self {
        if accepted { Self::Accepted } else { Self::Refused }
    }
}
