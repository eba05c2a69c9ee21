/// Whether two byte strings are equal, in a time that depends on their lengths alone, so that an attacker who measures
/// it learns nothing of a secret. Different lengths are unequal at once: the length of a code is not a secret.
public func constantTimeEquals(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.withUnsafeBytes { left in right.withUnsafeBytes { constantTimeEquals(left, $0) } }
}

/// Whether two byte strings are equal, in a time that depends on their lengths alone.
public func constantTimeEquals(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for index in 0..<left.count {
        difference |= left[index] ^ right[index]
    }
    return isZero(difference)
}

/// Out of line, so that the optimiser does not see what the loop's result is for and leave the loop early.
@inline(never)
private func isZero(_ byte: UInt8) -> Bool { byte == 0 }
