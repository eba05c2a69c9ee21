import Glibc

/// The resident memory of this process, in bytes (proc(5), `statm`).
public func residentBytes() throws -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { throw ClientError(description: "statm: \(errno)") }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    guard fgets(&line, Int32(line.count), file) != nil else { throw ClientError(description: "statm: \(errno)") }
    let numbers = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }.split(separator: UInt8(ascii: " "))
    guard numbers.count > 1, let pages = Int(String(decoding: numbers[1], as: UTF8.self)) else {
        throw ClientError(description: "statm has no second number")
    }
    return pages * sysconf(Int32(_SC_PAGESIZE))
}
