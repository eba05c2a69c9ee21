extension Backend {
    /// Every back end that the contract suite runs on.
    public static let all: [Backend] = []
}
