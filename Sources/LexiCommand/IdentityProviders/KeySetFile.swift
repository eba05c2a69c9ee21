import Foundation
import LexiAPI
import PublicKeys

/// A key set in a file, which may be replaced while the service runs.
struct KeySetFile: KeySetSource {
    let path: String

    var place: String { "'\(path)'" }

    func load() async throws(KeySetFailure) -> [UInt8] {
        guard let file = FileHandle(forReadingAtPath: path) else { throw KeySetFailure("cannot read '\(path)'") }
        do {
            return Array(try file.read(upToCount: JSONWebKeySet.maximumByteCount + 1) ?? Data())
        } catch {
            throw KeySetFailure("cannot read '\(path)': \(error.localizedDescription)")
        }
    }
}
