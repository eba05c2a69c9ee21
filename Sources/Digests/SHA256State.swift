/// The eight working words of SHA-256 and its compression function (FIPS 180-4, section 6.2.2).
struct SHA256State: Sendable {
    private var a: UInt32 = 0x6a09_e667
    private var b: UInt32 = 0xbb67_ae85
    private var c: UInt32 = 0x3c6e_f372
    private var d: UInt32 = 0xa54f_f53a
    private var e: UInt32 = 0x510e_527f
    private var f: UInt32 = 0x9b05_688c
    private var g: UInt32 = 0x1f83_d9ab
    private var h: UInt32 = 0x5be0_cd19

    /// Takes in `blocks` blocks of 64 bytes, which need no alignment.
    mutating func compress(_ base: UnsafeRawPointer, blocks: Int) {
        var state = self
        roundConstants.withUnsafeBufferPointer { constants in
            guard let constants = constants.baseAddress else { return }
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
                guard let schedule = schedule.baseAddress else { return }
                for block in 0..<blocks {
                    Self.expand(base + block &* 64, schedule, constants)
                    state.run(schedule)
                }
            }
        }
        self = state
    }

    /// Writes the words in big-endian order to the 32 bytes of `buffer`.
    mutating func store(to buffer: UnsafeMutableRawBufferPointer) {
        buffer.storeBytes(of: a.bigEndian, toByteOffset: 0, as: UInt32.self)
        buffer.storeBytes(of: b.bigEndian, toByteOffset: 4, as: UInt32.self)
        buffer.storeBytes(of: c.bigEndian, toByteOffset: 8, as: UInt32.self)
        buffer.storeBytes(of: d.bigEndian, toByteOffset: 12, as: UInt32.self)
        buffer.storeBytes(of: e.bigEndian, toByteOffset: 16, as: UInt32.self)
        buffer.storeBytes(of: f.bigEndian, toByteOffset: 20, as: UInt32.self)
        buffer.storeBytes(of: g.bigEndian, toByteOffset: 24, as: UInt32.self)
        buffer.storeBytes(of: h.bigEndian, toByteOffset: 28, as: UInt32.self)
    }

    /// Writes the 64 words of the message schedule.
    @inline(__always)
    private static func expand(
        _ block: UnsafeRawPointer, _ w: UnsafeMutablePointer<UInt32>, _ constants: UnsafePointer<UInt32>
    ) {
        for t in 0..<16 {
            w[t] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: t &* 4, as: UInt32.self))
        }
        for t in 16..<64 {
            let x = w[t &- 15]
            let y = w[t &- 2]
            let s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x &>> 3)
            let s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y &>> 10)
            w[t] = w[t &- 16] &+ s0 &+ w[t &- 7] &+ s1
        }
        // The constants are added here, off the chain of dependent additions of the rounds.
        for t in 0..<64 { w[t] = w[t] &+ constants[t] }
    }

    /// The 64 rounds, eight at a time so that the words need not be moved between them.
    @inline(__always)
    private mutating func run(_ w: UnsafePointer<UInt32>) {
        var (a, b, c, d, e, f, g, h) = (self.a, self.b, self.c, self.d, self.e, self.f, self.g, self.h)
        var t = 0
        while t < 64 {
            Self.round(a, b, c, &d, e, f, g, &h, w[t])
            Self.round(h, a, b, &c, d, e, f, &g, w[t &+ 1])
            Self.round(g, h, a, &b, c, d, e, &f, w[t &+ 2])
            Self.round(f, g, h, &a, b, c, d, &e, w[t &+ 3])
            Self.round(e, f, g, &h, a, b, c, &d, w[t &+ 4])
            Self.round(d, e, f, &g, h, a, b, &c, w[t &+ 5])
            Self.round(c, d, e, &f, g, h, a, &b, w[t &+ 6])
            Self.round(b, c, d, &e, f, g, h, &a, w[t &+ 7])
            t &+= 8
        }
        self.a &+= a
        self.b &+= b
        self.c &+= c
        self.d &+= d
        self.e &+= e
        self.f &+= f
        self.g &+= g
        self.h &+= h
    }

    /// One round; `word` is the schedule's word plus the round's constant.
    @inline(__always)
    private static func round(
        _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32,
        _ h: inout UInt32, _ word: UInt32
    ) {
        let choice = g ^ (e & (f ^ g))
        let majority = (a & b) | (c & (a | b))
        let first = h &+ (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) &+ choice &+ word
        d = d &+ first
        h = first &+ (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) &+ majority
    }

    @inline(__always)
    private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
        (word &>> count) | (word &<< (32 &- count))
    }
}

/// The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, section 4.2.2).
private let roundConstants: [UInt32] = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]
