import HTTPServer
import Testing

struct AcceptedCodingTests {
    private func prefersGzip(_ values: String...) -> Bool {
        var headers = HTTPHeaders()
        for value in values { headers.append("Accept-Encoding", HTTPFieldValue(value) ?? "") }
        return headers.prefersGzip
    }

    // The examples of RFC 9110, section 12.5.3, and what clients send.
    @Test(arguments: [
        "gzip", "compress, gzip", "gzip, deflate, br, zstd", "*", "compress;q=0.5, gzip;q=1.0", "GZIP", "x-gzip",
        "gzip;q=1.0, identity; q=0.5, *;q=0", "deflate , gzip ; q=0.001", "gzip;q=1", "gzip;q=0.5, identity;q=0.5",
    ])
    func gzipIsPreferred(value: String) { #expect(prefersGzip(value)) }

    @Test(arguments: [
        "", "identity", "br", "gzip;q=0", "gzip;q=0.000", "*;q=0", "gzip;q=0, *", "gzip;q=0.5, identity;q=1",
        "gzip;q=x", "gzip;q=2", "gzip;q=0.0001", "gzip;q", "gzip;level=1;q=1", "gzipped", "deflate, br",
    ])
    func plainIsPreferred(value: String) { #expect(!prefersGzip(value)) }

    @Test func fieldsCountTogether() {
        #expect(prefersGzip("br", "gzip"))
        #expect(!prefersGzip("identity", "gzip;q=0.2"))
        #expect(!HTTPHeaders().prefersGzip)
    }
}
