import Digests
import HTTPServer

/// What a page may load and run (Content Security Policy, level 3): its own style and script, named by their hashes,
/// and calls of this service. No page of another origin may frame it.
enum ContentSecurityPolicy {
    /// The policy of a page with this text between `<style>` and `</style>`, and this one between `<script>` and
    /// `</script>`.
    static func value(style: String, script: String? = nil) -> HTTPFieldValue {
        var parts = ["default-src 'none'", "style-src \(source(style))"]
        if let script { parts += ["script-src \(source(script))", "connect-src 'self'", "img-src data:"] }
        parts += ["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"]
        return HTTPFieldValue(parts.joined(separator: "; ")) ?? "default-src 'none'"
    }

    private static func source(_ text: String) -> String {
        "'sha256-\(Base64.encode(SHA256.hash(Array(text.utf8))))'"
    }
}
