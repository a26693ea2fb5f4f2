import Foundation
import Testing

@testable import Hanmo

/// What people write into `.env`, and what is refused rather than guessed.
@Suite struct DotEnvTests {
    private func read(_ text: String) throws -> [String: String] {
        try DotEnv.variables(in: Array(text.utf8))
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `lines end as on any system`(newline: String) throws {
        let text = ["# ours", "HANMO_ENV=production", "", "  # more", "HANMO_HTTP_PORT=80", "A=\"1", "", "2\"", "B=3"]

        let whole = try read(text.map { $0 + newline }.joined())
        let cutOff = try read(text.joined(separator: newline))

        #expect(whole == ["HANMO_ENV": "production", "HANMO_HTTP_PORT": "80", "A": "1\n\n2", "B": "3"])
        #expect(cutOff == whole)
    }

    @Test(arguments: [
        ("A=b", "b"),
        ("export A=b", "b"),
        ("\texport\t A = b c \t", "b c"),
        ("\u{FEFF}A=b", "b"),
        ("A=old\nA=b", "b"),
        ("A=", ""),
        ("A=\"\"", ""),
        ("A= # nothing", ""),
        ("A=b # why", "b"),
        ("A=b\t#why", "b"),
        ("A=#b", "#b"),
        ("A=b#c=d", "b#c=d"),
        ("A=sk-'b'\"c\"", "sk-'b'\"c\""),
        (#"A=C:\new $HOME"#, #"C:\new $HOME"#),
        ("A=\"b # c\"", "b # c"),
        ("A='b # c' # why", "b # c"),
        ("A=\" b \"\t", " b "),
        (#"A="b\n\"c\" \\n \$1 \d""#, "b\n\"c\" \\n $1 \\d"),
        (#"A='b\n\$"'"#, #"b\n\$""#),
        ("A=\"it's\"", "it's"),
        ("A=翰墨", "翰墨"),
    ])
    func `a value is what a shell would take it for`(text: String, value: String) throws {
        #expect(try read(text) == ["A": value])
    }

    @Test func `a key may stand there as it is`() throws {
        let key = "-----BEGIN PRIVATE KEY-----\nMIIE/+==\n# no comment\n-----END PRIVATE KEY-----\n"

        #expect(try read("KEY=\"\(key)\"\nexport NEXT='\(key)'\n") == ["KEY": key, "NEXT": key])
    }

    @Test func `a file without settings has none`() throws {
        for text in ["", "\n", "\u{FEFF}", "# A=b", "  \r\n\t"] {
            #expect(try read(text) == [:])
        }
    }

    @Test(arguments: [
        ("A=b\nopen-sesame", "line 2 has no ="),
        ("A=\"b\n\"\n\nexport open-sesame", "line 4 has no ="),
        ("open-sesame=b", "line 1 should have a name"),
        ("A=b\r\n\r\n7A=open-sesame", "line 3 should have a name"),
        ("=open-sesame", "line 1 should have a name"),
        ("export =open-sesame", "line 1 should have a name"),
        ("set A=open-sesame", "line 1 should have a name"),
        ("\u{3000}A=open-sesame", "line 1 should have a name"),
        ("B=c\nA=\"open-sesame\nC=d\n", "line 2 opens a quote that nothing closes"),
        ("A='open-sesame", "line 1 opens a quote that nothing closes"),
        ("A=\"open-sesame\\\"", "line 1 opens a quote that nothing closes"),
        ("A='open'-sesame", "line 1 has more behind the quote that closes its value"),
        ("A='open-sesame'# why", "line 1 has more behind the quote that closes its value"),
        ("\nA=\"open-\nB=\"sesame\"", "line 2 has more behind the quote that closes its value (on line 3)"),
    ])
    func `a line that can't be read is refused by its number, and not shown`(text: String, problem: String) {
        let fault = #expect(throws: Settings.Fault.self) { try read(text) }

        #expect(fault?.variable == ".env")
        #expect(fault?.problem.hasPrefix(problem) == true, "\(fault?.problem ?? "")")
        #expect(fault?.description.contains("sesame") == false)
    }

    @Test func `what is no text of settings is refused`() {
        let mixed = Array("A=b\n# ".utf8) + [0xC4, 0xE3, 0x0A]

        let foreign = #expect(throws: Settings.Fault.self) { try DotEnv.variables(in: mixed) }
        let wide = #expect(throws: Settings.Fault.self) { try DotEnv.variables(in: [0xFF, 0xFE, 0x41, 0x00]) }
        let large = #expect(throws: Settings.Fault.self) {
            try DotEnv.variables(in: [UInt8](repeating: 0x0A, count: 1 << 20 + 1))
        }

        #expect(foreign?.description == ".env: line 2 is not UTF-8")
        #expect(wide?.description == ".env: line 1 is not UTF-8")
        #expect(large?.description == ".env: should not be larger than 1 MiB")
    }

    @Test func `a file that is missing is no fault, and one that can't be read is`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("dot-env-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent(".env")
        #expect(try DotEnv.variables(at: file.path) == [:])

        try Data("A=b\n".utf8).write(to: file)
        #expect(try DotEnv.variables(at: file.path) == ["A": "b"])

        try Data(repeating: UInt8(ascii: "#"), count: 1 << 20).write(to: file)
        #expect(try DotEnv.variables(at: file.path) == [:])

        try Data(repeating: UInt8(ascii: "#"), count: 1 << 20 + 1).write(to: file)
        #expect(throws: Settings.Fault.self) { try DotEnv.variables(at: file.path) }

        let fault = #expect(throws: Settings.Fault.self) { try DotEnv.variables(at: folder.path) }
        #expect(fault?.description.hasPrefix(".env: can't be read: ") == true)
    }
}
