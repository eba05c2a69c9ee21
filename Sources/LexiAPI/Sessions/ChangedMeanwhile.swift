/// The session changed while it was being sent.
struct ChangedMeanwhile: Error {}
