import FoundationEssentials
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import StreamConsumer

/// The file of what was given up: whole lines, whatever goes wrong.
@Suite struct LineFileTests {
    private static let mark = Array("{\"requestContext\":".utf8)

    private static func line(_ text: String) -> [UInt8] { mark + Array("\"\(text)\"}\n".utf8) }

    private static func contents(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

    private static func write(_ bytes: [UInt8], _ path: String) throws {
        try Data(bytes).write(to: URL(filePath: path))
    }

    /// A write that fails after some bytes, or a sync that fails, leaves the lines before; the next try adds one line.
    @Test(arguments: [0, 1, 10, 25]) func failures(bytes: Int) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("failures")
            let first = Self.line("one")
            #expect(LineFile(path: path, mark: Self.mark).append(first))
            let room = Mutex(bytes)
            let full = LineFile(
                path: path, mark: Self.mark,
                write: { descriptor, start, count in
                    let part = room.withLock { left in
                        defer { left -= min(left, count) }
                        return min(left, count)
                    }
                    errno = ENOSPC
                    return part == 0 ? -1 : Glibc.write(descriptor, start, part)
                })
            #expect(!full.append(Self.line("two two two two two")))
            #expect(errno == ENOSPC)
            let kept = try Self.contents(path)
            #expect(kept == first)
            let unsafe = LineFile(
                path: path, mark: Self.mark,
                sync: { _ in
                    errno = EIO
                    return -1
                })
            #expect(!unsafe.append(Self.line("two")))
            #expect(errno == EIO)
            #expect(try Self.contents(path) == first)
            #expect(LineFile(path: path, mark: Self.mark).append(Self.line("two")))
            #expect(try Self.contents(path) == first + Self.line("two"))
        }
    }

    /// The start of a line that a killed process left goes, however long it is; what is not ours stays.
    @Test(arguments: [1, 5, 18, 25, 65_536, 200_000]) func tornLines(length: Int) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("failures")
            let torn = Array((Self.mark + [UInt8](repeating: UInt8(ascii: "x"), count: length)).prefix(length))
            for before in [[], Self.line("one")] {
                try Self.write(before + torn, path)
                #expect(LineFile(path: path, mark: Self.mark).append(Self.line("two")))
                #expect(try Self.contents(path) == before + Self.line("two"))
            }
            let foreign = [UInt8](repeating: UInt8(ascii: "y"), count: length)
            try Self.write(foreign, path)
            #expect(LineFile(path: path, mark: Self.mark).append(Self.line("two")))
            #expect(try Self.contents(path) == foreign + Self.line("two"))
        }
    }

    /// Lines of several writers do not mix, also when some of their writes fail half way.
    @Test func manyWriters() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("failures")
            await withTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask {
                        let bad = LineFile(
                            path: path, mark: Self.mark,
                            write: { descriptor, start, count in
                                errno = ENOSPC
                                return count < 12 ? -1 : Glibc.write(descriptor, start, count / 2)
                            })
                        for number in 0..<25 {
                            _ = bad.append(Self.line("bad"))
                            _ = LineFile(path: path, mark: Self.mark).append(Self.line("\(writer) \(number)"))
                        }
                    }
                }
            }
            let lines = try Self.contents(path).split(separator: UInt8(ascii: "\n")).map {
                Array($0) + [UInt8(ascii: "\n")]
            }
            let expected = (0..<4).flatMap { writer in (0..<25).map { Self.line("\(writer) \($0)") } }
            #expect(Set(lines) == Set(expected) && lines.count == expected.count)
        }
    }
}
