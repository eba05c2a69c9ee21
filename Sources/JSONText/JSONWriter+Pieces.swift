extension JSONWriter {
    /// Gives out what has been written since the last call, and goes on with the same value: for texts that are sent in
    /// pieces. The pieces together are the whole text.
    public mutating func takePiece() -> [UInt8] {
        defer { storage = [] }
        return storage
    }
}
