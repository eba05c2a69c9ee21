import Glibc
import Testing

@testable import HTTPServer

struct HTTPFieldTests {
    // A value with a byte that could split an answer cannot be made, nor one with white space at its ends.
    @Test(arguments: ["a\r\nb", "a\nb", "a\rb", "a\0b", "\u{7F}", "\u{1}", " a", "a\t", "a\r", "\n"])
    func illegalValuesCannotBeMade(_ text: String) {
        #expect(HTTPFieldValue(text) == nil)
        #expect(HTTPFieldValue(bytes: Array(text.utf8)) == nil)
    }

    @Test(arguments: ["", "a", "a b", "a\tb", "é", "\"quoted\""]) func legalValues(_ text: String) {
        #expect(HTTPFieldValue(text) != nil)
    }

    @Test(arguments: ["", "a b", "a:", "é", "a\r", "a\0", "(a)"]) func illegalNamesCannotBeMade(_ text: String) {
        #expect(HTTPFieldName(Array(text.utf8)) == nil)
    }
}

struct ResponseEncoderTests {
    private func head(
        _ response: HTTPResponse, _ request: ResponseEncoder.Request = .init(), keepsAlive: Bool = true
    ) -> String {
        var output: [UInt8] = []
        let framing = ResponseEncoder.framing(response, request)
        ResponseEncoder.appendHead(response, framing, request, keepsAlive: keepsAlive, date: { _ in }, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test func framesByBody() {
        #expect(head(HTTPResponse(status: .ok)) == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        #expect(
            head(HTTPResponse(status: .ok, contentType: "text/plain", bytes: [1, 2, 3]))
                == "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Type: text/plain\r\n\r\n")
        #expect(head(HTTPResponse(status: .noContent)) == "HTTP/1.1 204 No Content\r\n\r\n")
        #expect(head(HTTPResponse(status: .notModified, body: .bytes([1]))) == "HTTP/1.1 304 Not Modified\r\n\r\n")
        let stream = HTTPResponse(status: .ok, body: .stream(length: nil) { _ in })
        #expect(head(stream) == "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        #expect(
            head(stream, .init(version: .http1_0), keepsAlive: false) == "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        let known = HTTPResponse(status: .ok, body: .stream(length: 12_345) { _ in })
        #expect(
            head(known, .init(version: .http1_0))
                == "HTTP/1.1 200 OK\r\nContent-Length: 12345\r\nConnection: keep-alive\r\n\r\n")
    }

    // A handler cannot contradict the framing.
    @Test func leavesOutWhatIsTheServersOwn() {
        var response = HTTPResponse(status: .ok)
        response.headers.append("Content-Length", "99")
        response.headers.append("X-A", "1")
        response.headers.append("transfer-encoding", "chunked")
        response.headers.append("CONNECTION", "close")
        response.headers.append("Keep-Alive", "timeout=5")
        response.headers.append("Date", "never")
        response.headers.append("ETag", "\"1\"")
        #expect(head(response) == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-A: 1\r\nETag: \"1\"\r\n\r\n")
    }

    @Test func statusCodesAreFinal() {
        #expect(HTTPStatus(code: 199) == nil)
        #expect(HTTPStatus(code: 600) == nil)
        #expect(HTTPStatus(code: 418)?.description == "418 ")
        #expect(HTTPStatus(code: 404) == .notFound)
    }
}

struct PeerAddressTests {
    private func address(_ family: Int32, _ host: String) -> PeerAddress {
        var storage = sockaddr_storage()
        withUnsafeMutableBytes(of: &storage) { bytes in
            if family == AF_INET {
                var address = sockaddr_in()
                address.sin_family = sa_family_t(AF_INET)
                address.sin_port = UInt16(8080).bigEndian
                inet_pton(AF_INET, host, &address.sin_addr)
                bytes.storeBytes(of: address, as: sockaddr_in.self)
            } else {
                var address = sockaddr_in6()
                address.sin6_family = sa_family_t(AF_INET6)
                address.sin6_port = UInt16(8080).bigEndian
                inet_pton(AF_INET6, host, &address.sin6_addr)
                bytes.storeBytes(of: address, as: sockaddr_in6.self)
            }
        }
        return PeerAddress(storage)
    }

    @Test func showsBothFamilies() {
        for host in ["203.0.113.7", "0.0.0.0", "255.255.255.255", "10.20.100.9", "127.0.0.1"] {
            #expect(address(AF_INET, host).description == "\(host):8080")
        }
        #expect(address(AF_INET6, "2001:db8::7").description == "[2001:db8::7]:8080")
        #expect(address(AF_INET6, "::1") != address(AF_INET, "127.0.0.1"))
    }
}
