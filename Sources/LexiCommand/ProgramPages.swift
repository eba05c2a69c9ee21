import FoundationEssentials
import Glibc

/// The pages of the program's own code.
enum ProgramPages {
    /// Gives back the pages of code that are mapped into memory: most of them are those of the start, which never runs
    /// again. A page that is needed comes back when it next runs, from the system's copy of the file.
    static func giveBack() {
        guard let maps = try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8) else { return }
        for line in maps.split(separator: "\n") {
            guard let range = codeRange(line), let start = UnsafeMutableRawPointer(bitPattern: range.lowerBound) else {
                continue
            }
            madvise(start, range.count, Int32(MADV_DONTNEED))
        }
    }

    /// The addresses that a line of `/proc/self/maps` names, when code of a file lies there: nobody writes into it, so
    /// that it can be read again.
    static func codeRange(_ line: Substring) -> Range<UInt>? {
        let fields = line.split(separator: " ", maxSplits: 5)
        guard fields.count == 6, fields[1] == "r-xp", fields[4] != "0" else { return nil }
        let bounds = fields[0].split(separator: "-").map { UInt($0, radix: 16) }
        guard bounds.count == 2, let first = bounds[0], let end = bounds[1], first < end else { return nil }
        return first..<end
    }
}
