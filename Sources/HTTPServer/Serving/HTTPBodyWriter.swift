/// Writes a streamed body. `write` returns when the server has taken the bytes, and waits while the client has too many
/// of them outstanding (``HTTPLimits/outputHighWater``): a body of any size needs little memory. Write one piece after
/// the other.
public final class HTTPBodyWriter: @unchecked Sendable {
    // Belongs to the connection's loop, like the connection itself.
    private let connection: Connection
    private let framing: ResponseEncoder.Framing
    /// Bytes that were written so far.
    private var count = 0
    private var isFinished = false

    init(_ connection: Connection, _ framing: ResponseEncoder.Framing) {
        self.connection = connection
        self.framing = framing
    }

    /// Sends bytes; an empty array is allowed. Throws ``HTTPStreamError``.
    public func write(_ bytes: [UInt8]) async throws(HTTPStreamError) {
        guard connection.loop.isCurrent else { return try await writeOnLoop(bytes) }
        guard connection.phase == .open, !isFinished else { throw .connectionClosed }
        guard !bytes.isEmpty else { return }
        count += bytes.count
        switch framing {
        case .length(let length):
            guard count <= length else { throw .wrongLength }
            connection.append(bytes)
        case .chunked: connection.appendChunk(bytes)
        case .untilClose: connection.append(bytes)
        case .none: return
        }
        connection.unsent.addPiece(bytes.count)
        await connection.waitForDrain()
        if connection.phase != .open { throw .connectionClosed }
    }

    /// A caller on another executor comes over.
    private func writeOnLoop(_ bytes: [UInt8]) async throws(HTTPStreamError) {
        let task = Task(executorPreference: connection.loop) { () -> HTTPStreamError? in
            do throws(HTTPStreamError) {
                try await self.write(bytes)
                return nil
            } catch {
                return error
            }
        }
        if let error = await task.value { throw error }
    }

    /// Ends the body; false when its length is wrong.
    func finish() async -> Bool {
        isFinished = true
        switch framing {
        case .length(let length): guard count == length else { return false }
        case .chunked: connection.append(ResponseEncoder.lastChunk)
        case .untilClose, .none: break
        }
        connection.endStream()
        return true
    }
}
