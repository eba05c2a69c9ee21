/// The bytes of a name or value; a literal costs no memory.
enum FieldText: Sendable {
    case literal(StaticString)
    case bytes([UInt8])

    @inline(__always)
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        switch self {
        case .literal(let text):
            body(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
        case .bytes(let bytes):
            bytes.withUnsafeBufferPointer(body)
        }
    }
}
