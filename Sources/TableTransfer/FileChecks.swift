import Digests
import ItemFiles

extension MD5Sum {
    /// The digest of a file's bytes.
    init(ofFile path: String) throws(TransferError) {
        let input = try FileInput(path)
        var digest = MD5()
        while case let piece = input.next(), !piece.isEmpty {
            guard !Task.isCancelled else { throw .stopped }
            digest.update(piece)
        }
        if let failure = input.failure { throw .file(path: path, reason: failure) }
        self.init(digest: digest.finalize())
    }
}

extension ItemLine {
    /// Refuses a file whose first line only opens an object or a list: JSON that is laid out over several lines, as the
    /// aws CLI prints it.
    static func checkIsWhole(_ line: [UInt8], of path: String) throws(TransferError) {
        guard let last = line.last(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0d }),
            last == UInt8(ascii: "{") || last == UInt8(ascii: "[")
        else { return }
        throw .refused(
            "'\(path)' holds JSON over several lines; items must stand one to a line: jq -c '.Items[]' makes that of the "
                + "answer of a scan or a query, jq -c '.[]' of a list, jq -c . of single items")
    }
}
