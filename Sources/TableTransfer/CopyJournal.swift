import DynamoModel
import Glibc
import Synchronization

/// Keeps the state of a copy that is under way in its file: replaced as a whole, a few times a second.
final class CopyJournal: Sendable {
    private static let pause = Duration.milliseconds(200)

    private struct Content {
        var state: CopyState
        var written: ContinuousClock.Instant?
    }

    private let content: Mutex<Content>
    private let path: String

    /// - Parameter path: where the file is.
    init(_ state: CopyState, path: String) {
        content = Mutex(Content(state: state))
        self.path = path
    }

    var state: CopyState { content.withLock { $0.state } }

    /// Notes that the target has a page of a segment.
    func record(_ segment: Int, _ items: [Item], last: Item?, isDone: Bool) throws(TransferError) {
        var sum = TableChecksum()
        for item in items { sum.add(item) }
        try content.withLock { (content) throws(TransferError) in
            let before = content.state.segments[segment]
            content.state.segments[segment] = CopyState.Segment(
                last: last, copied: before.copied + sum, isDone: isDone)
            if let written = content.written, ContinuousClock.now - written < Self.pause { return }
            try write(&content)
        }
    }

    /// Notes the target that was made.
    func record(target: CopyState.Identity) throws(TransferError) {
        content.withLock { $0.state.target = target }
        try save()
    }

    /// Writes the file now.
    func save() throws(TransferError) {
        try content.withLock { (content) throws(TransferError) in try write(&content) }
    }

    private func write(_ content: inout Content) throws(TransferError) {
        let file = try DurableFile(path)
        try file.write(content.state.bytes)
        try file.publish()
        content.written = .now
    }

    /// Removes the file: there is nothing to go on with.
    func remove() { unlink(path) }
}
