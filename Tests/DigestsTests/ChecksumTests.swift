import Digests
import Testing

@Suite struct ChecksumTests {
    // The check value of CRC-32 (polynomial 0x04C11DB7, reflected) and values of gzip's trailer for known texts.
    @Test(arguments: [
        ("", UInt32(0)), ("a", 0xe8b7_be43), ("123456789", 0xcbf4_3926),
        ("The quick brown fox jumps over the lazy dog", 0x414f_a339),
    ])
    func crc32(text: String, value: UInt32) {
        #expect(CRC32.checksum(Array(text.utf8)) == value)
    }

    // Eight bytes a step give what one bit a step gives, at every length and cut.
    @Test func crc32AgreesWithTheDefinition() {
        let bytes = (0..<64).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
        for count in 0...bytes.count {
            let message = Array(bytes[..<count])
            #expect(CRC32.checksum(message) == bitwiseCRC32(message))
            var crc = CRC32()
            crc.update(Array(message[..<(count / 3)]))
            let rest = Array(message[(count / 3)...])
            crc.update(rest.span)
            #expect(crc.value == bitwiseCRC32(message))
        }
    }

    // So do parts that are summed side by side and joined, at lengths around one and two rounds of them.
    @Test(arguments: [4095, 4096, 4097, 8191, 8192, 8207, 12_345])
    func crc32OfLongMessagesAgreesWithTheDefinition(count: Int) {
        let message = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 31 &+ $0 >> 7) }
        #expect(CRC32.checksum(message) == bitwiseCRC32(message))
    }

    private func bitwiseCRC32(_ bytes: [UInt8]) -> UInt32 {
        var crc: UInt32 = 0xffff_ffff
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 0 ? crc >> 1 : (crc >> 1) ^ 0xedb8_8320 }
        }
        return ~crc
    }

    // The generated buffer of xxHash's own test program (tests/sanity_test_vectors.h), without and with its seed
    // 0x9E3779B1, at lengths that reach every branch. The values were made with the reference implementation.
    @Test(arguments: [
        (0, UInt64(0xef46_db37_51d8_e999), 0xac75_fda2_929b_17ef),
        (1, 0xe934_a84a_db05_2768, 0x5014_6076_43a9_b4c3),
        (3, 0xff7e_1959_cb50_794a, 0xaa85_84e8_3660_f7d1),
        (4, 0x9136_a0dc_a574_57ee, 0xcaab_286b_d8e9_fdb5),
        (7, 0x6c83_909a_9f01_ed25, 0xf98d_03b1_ad6f_9293),
        (8, 0xcdbc_f538_e71d_1348, 0xfe0c_047a_5353_cdac),
        (12, 0x0723_bf50_086e_ad9a, 0x8252_819f_4e50_6951),
        (14, 0x8282_dcc4_994e_35c8, 0xc3bd_6bf6_3deb_6df0),
        (31, 0x299b_39a2_90e6_d783, 0xda67_3d5f_eb5c_1d79),
        (32, 0x18b2_1649_2bb4_4b70, 0xb3f3_3bdf_93ad_e409),
        (33, 0x55c8_dc3e_578f_5b59, 0xe92c_292f_64bc_3071),
        (63, 0xa9ef_be0f_a0f3_f4e7, 0x6c91_1fad_b05b_6fc2),
        (64, 0xef55_8f8a_cac2_b5cd, 0xb5ee_ba99_264c_c44f),
        (222, 0xb641_ae8c_b691_c174, 0x20cb_8ab7_ae10_c14a),
    ])
    func xxHash64(count: Int, plain: UInt64, seeded: UInt64) {
        let buffer = sanityBuffer(count)
        #expect(RowChecksum.hash(buffer) == plain)
        #expect(RowChecksum.hash(buffer, seed: 0x9e37_79b1) == seeded)
        #expect(RowChecksum.hash(buffer.span, seed: 0x9e37_79b1) == seeded)
    }

    @Test func xxHash64OfText() {
        #expect(RowChecksum.hash(Array("abc".utf8)) == 0x44bc_2cf5_ad77_0999)
    }

    // Any single flipped bit is noticed, and the order of the parts of a row counts.
    @Test func damageIsNoticed() {
        let row = (0..<100).map { UInt8(truncatingIfNeeded: $0) }
        let checksum = RowChecksum.hash(row)
        for bit in 0..<(row.count * 8) {
            var damaged = row
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(RowChecksum.hash(damaged) != checksum)
        }
        let chained = RowChecksum.hash([2], seed: RowChecksum.hash([1]))
        #expect(chained != RowChecksum.hash([1], seed: RowChecksum.hash([2])))
    }

    private func sanityBuffer(_ count: Int) -> [UInt8] {
        var generator: UInt64 = 0x9e37_79b1
        return (0..<count).map { _ in
            defer { generator = generator &* 11_400_714_785_074_694_797 }
            return UInt8(truncatingIfNeeded: generator >> 56)
        }
    }
}

struct MD5Tests {
    // The test suite of RFC 1321, appendix A.5.
    @Test(arguments: [
        ("", "d41d8cd98f00b204e9800998ecf8427e"), ("a", "0cc175b9c0f1b6a831c399e269772661"),
        ("abc", "900150983cd24fb0d6963f7d28e17f72"), ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
        ("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"),
        (
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "d174ab98d277d9f5a5611c2c9f419d9f"
        ),
        (
            "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
            "57edf4a22be3c955ac49da2e2107b67a"
        ),
    ]) func publishedVectors(text: String, digest: String) {
        #expect(Hex.encode(MD5.hash(Array(text.utf8))) == digest)
    }

    // The digest does not depend on the pieces that a message comes in, at any length around the blocks.
    @Test func pieces() {
        for count in 0...200 {
            let message = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }
            var digest = MD5()
            for start in stride(from: 0, to: count, by: 13) {
                digest.update(Array(message[start..<min(start + 13, count)]))
            }
            #expect(digest.finalize() == MD5.hash(message))
        }
    }
}
