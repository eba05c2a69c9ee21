import Compression
import ItemFiles

/// The lines of a file, plain or compressed with gzip (found by its first bytes), in the memory of a line.
final class LineReader {
    private static let gzipMark: [UInt8] = [0x1f, 0x8b]

    /// The number of the line that was read last.
    private(set) var number = 0
    private let file: FileInput
    private var unzipped: GunzipStream?
    private var plain: [UInt8]
    private var buffer: [UInt8] = []
    private var position = 0
    private var isAtEnd = false

    /// The file's name, for messages.
    var name: String { file.name }
    /// How many bytes of the file itself were read.
    var byteCount: Int { file.count }

    init(_ path: String) throws(TransferError) {
        let file = try FileInput(path)
        self.file = file
        var start = file.next()
        // A pipe may give one byte at a time.
        while start.count == 1 {
            let more = file.next()
            if more.isEmpty { break }
            start += more
        }
        plain = start
        guard start.starts(with: Self.gzipMark) else { return }
        plain = []
        var first: [UInt8]? = start
        unzipped = GunzipStream {
            defer { first = nil }
            return first ?? file.next()
        }
    }

    /// The next line that is not blank, without its end; nil at the end of the file.
    func next() throws(TransferError) -> [UInt8]? {
        while var line = try anyLine() {
            number += 1
            if number == 1 { try checkStart(&line) }
            if line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0d }) { return line }
        }
        return nil
    }

    private static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]
    /// How files begin whose lines cannot be read, and what they are.
    private static let otherForms: [(start: [UInt8], text: String)] = [
        ([0xff, 0xfe], "is UTF-16 text; write it as UTF-8"), ([0xfe, 0xff], "is UTF-16 text; write it as UTF-8"),
        ([0xe0, 0x01, 0x00, 0xea], "is in the binary form of Amazon Ion; only its text can be imported"),
        ([0x28, 0xb5, 0x2f, 0xfd], "is compressed with zstd; unpack it first (zstd -d)"),
    ]

    /// Drops the mark that some editors put before UTF-8, and refuses files of other forms as what they are.
    private func checkStart(_ line: inout [UInt8]) throws(TransferError) {
        if line.starts(with: Self.byteOrderMark) { line.removeFirst(Self.byteOrderMark.count) }
        for form in Self.otherForms where line.starts(with: form.start) { throw .refused("'\(name)' \(form.text)") }
    }

    private func anyLine() throws(TransferError) -> [UInt8]? {
        var searched = position
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0a) {
                defer { position = end + 1 }
                return Array(buffer[position..<end])
            }
            guard !isAtEnd else {
                defer { position = buffer.count }
                return position < buffer.count ? Array(buffer[position...]) : nil
            }
            buffer.removeFirst(position)
            position = 0
            searched = buffer.count
            guard searched <= ItemLine.maximumBytes else {
                throw .badLines(
                    [BadLine(file: name, line: number + 1, reason: "it is longer than any item can be")], total: 1)
            }
            try fill()
        }
    }

    private func fill() throws(TransferError) {
        let before = buffer.count
        if unzipped != nil {
            do throws(GzipError) { buffer += try unzipped?.next() ?? [] } catch {
                try throwFailure()
                throw .damaged(path: name, reason: Self.text(error))
            }
        } else {
            buffer += plain.isEmpty ? file.next() : plain
            plain = []
        }
        try throwFailure()
        isAtEnd = buffer.count == before
    }

    private func throwFailure() throws(TransferError) {
        if file.isStopped { throw .stopped }
        if let failure = file.failure { throw .file(path: name, reason: failure) }
    }

    private static func text(_ error: GzipError) -> String {
        switch error {
        case .corrupt: "what it holds does not go with its checksum"
        default: "it is not a whole gzip file; it may be cut off"
        }
    }
}
