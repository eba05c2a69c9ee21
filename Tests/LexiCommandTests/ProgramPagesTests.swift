import Testing

@testable import LexiCommand

@Suite struct ProgramPagesTests {
    /// Only code that lies in files is given back: what the linker changed, data and what has no file would be lost.
    @Test func onlyCodeOfFiles() {
        let code = "7f10-7f30 r-xp 00026000 fe:00 1234                       /usr/lib/libc.so.6"
        #expect(ProgramPages.codeRange(code[...]) == 0x7f10..<0x7f30)
        for other in [
            "7f10-7f30 r--p 00026000 fe:00 1234 /usr/lib/libc.so.6", "7f10-7f30 rw-p 00026000 fe:00 1234 /usr/lib/x",
            "7f10-7f30 rwxp 00026000 fe:00 1234 /usr/lib/x", "7f10-7f30 r-xp 00000000 00:00 0 [vdso]",
            "7f10-7f30 r-xp 00000000 00:00 0 ", "7f30-7f10 r-xp 00026000 fe:00 1234 /usr/lib/x", "text",
        ] {
            #expect(ProgramPages.codeRange(other[...]) == nil, "\(other)")
        }
    }

    /// The program goes on as before, whatever it runs next.
    @Test func programGoesOn() {
        for _ in 0..<3 {
            ProgramPages.giveBack()
            #expect("some text".split(separator: " ").map { $0.uppercased() } == ["SOME", "TEXT"])
        }
    }
}
