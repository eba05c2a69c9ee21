import Testing

@testable import CardFormats

@Suite struct HTMLTextTests {
    // What could begin a tag or a recording is looked through once, however often it is begun.
    @Test(arguments: ["<a", "[sound:", "[anki:", "<a>", "<a[sound:", "<script", "<script>", "[sound:x]<b"])
    func effort(_ part: String) {
        for end in ["", ">", "]", "<", ">]"] {
            let text = String(repeating: part, count: 20_000) + end
            var searched = 0
            _ = HTMLText.plain(text, searched: &searched)
            #expect(searched <= 5 * text.utf8.count, "\(part) \(end)")
        }
    }

    // What has no end is text.
    @Test func ends() {
        #expect(HTMLText.plain("a <b>c</b> <d") == "a c <d")
        #expect(HTMLText.plain("<a<a<a>x") == "x")
        #expect(HTMLText.plain("[sound:a.mp3]x[sound:b") == "x[sound:b")
        #expect(HTMLText.plain("x]y>z<br>[anki:play]w [1]") == "x]y>z\nw [1]")
        #expect(HTMLText.plain("<script>a>b</script>c") == "c")
    }
}
