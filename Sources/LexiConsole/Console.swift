/// The page at `/` for people who look: the service's state as pictures, its calls with forms to try them, and for
/// admins an explorer of the table's keys.
///
/// `Page/` holds its files as they are edited. Together they are one page that needs nothing from elsewhere: style and
/// script stand in it, so that a policy can name them by their hashes.
public enum Console {
    /// The style sheet, as it stands between the page's `<style>` and `</style>`.
    public static let style = text(PackageResources.style_css)

    /// The script, as it stands between `<script>` and `</script>`: the files in the order in which they build on each
    /// other.
    public static let script = [
        PackageResources.dom_js, PackageResources.figures_js, PackageResources.charts_js,
        PackageResources.overview_js, PackageResources.reference_js, PackageResources.explorer_js,
        PackageResources.start_js,
    ].map(text).joined()

    /// The whole page.
    public static let page = text(PackageResources.page_html)
        .replacing("<!-- style -->", with: "<style>\(style)</style>")
        .replacing("<!-- script -->", with: "<script>\(script)</script>")

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
