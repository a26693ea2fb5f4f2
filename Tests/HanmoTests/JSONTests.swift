import JSON
import Testing

@Suite struct JSONParserTests {
    @Test(
        arguments: [
            ("null", .null), (" \t\r\n true \n", true), ("false", false), ("0", 0), ("-0", 0), ("-17", -17),
            ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
            ("9223372036854775808", .double(9223372036854775808)), ("1.5", 1.5), ("-2.5E-3", -0.0025), ("1e2", 100.0),
            ("1E+2", .double(100)), ("0.1", 0.1), ("\"\"", ""), ("\"春天\"", "春天"), ("[]", []), ("[ ]", []),
            ("[1,[2],{}]", [1, [2], [:]]), ("{}", [:]), ("{ \"a\" : 1 , \"b\":[null] }", ["a": 1, "b": [nil]]),
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u6625\u5929""#, "春天"),
            (#""\ud83d\ude00\uD83D\uDE00""#, "😀😀"), (#""\u0000""#, "\u{0}"), ("\"\u{7F}\u{80}\"", "\u{7F}\u{80}"),
        ] as [(String, JSON)]
    )
    func `what is JSON is read`(text: String, value: JSON) throws {
        #expect(try JSON(parsing: text) == value)
    }

    @Test(
        arguments: [
            "", " ", "nul", "nulll", "True", "TRUE", "undefined", "NaN", "Infinity", "-", "+1", "01", "-01", "1.", ".5",
            "1.e2", "1e", "1e+", "0x10", "1_000", "--1", "1 2", "\"", "\"a", "\"\\\"", "\"\\x\"", "\"\\u12\"",
            "\"\\u12g4\"",
            "\"a\nb\"", "\"\u{1}\"", "\"\t\"", "'a'", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{", "}",
            "{\"a\"",
            "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{a:1}", "{1:1}", "{\"a\" 1}", "{}{}", "[]]", "1,",
            "// a\n1", "/* a */1", "\u{FEFF}1", "\u{A0}1",
        ]
    )
    func `what is not JSON is refused`(text: String) {
        #expect(throws: JSONError.self) { try JSON(parsing: text) }
    }

    @Test(arguments: [
        #""\ud800""#, #""\udc00""#, #""\ud800\u0041""#, #""\ud800\ud800""#, #""\ud800a""#, #""\ud800\n""#,
    ])
    func `half a surrogate pair is refused`(text: String) {
        #expect(throws: JSONError.self) { try JSON(parsing: text) }
    }

    @Test(
        arguments: [
            [0xC3, 0x28], [0x80], [0xFF], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
            [0xF4, 0x90, 0x80, 0x80],
            [0xE6, 0x98],
        ] as [[UInt8]]
    )
    func `what is not UTF-8 is refused, escaped beside it or not`(bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        #expect(throws: JSONError.notUTF8) { try JSON(parsing: [quote] + bytes + [quote]) }
        #expect(throws: JSONError.notUTF8) { try JSON(parsing: [quote] + Array(#"\n"#.utf8) + bytes + [quote]) }
    }

    @Test func `nesting is read to its limit and no deeper`() throws {
        func nested(_ depth: Int, _ open: String, _ close: String) -> String {
            String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
        }
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            #expect(throws: Never.self) { try JSON(parsing: nested(JSON.depthLimit, open, close)) }
            #expect(throws: JSONError.tooDeep) { try JSON(parsing: nested(JSON.depthLimit + 1, open, close)) }
            #expect(throws: JSONError.tooDeep) { try JSON(parsing: nested(1_000_000, open, close)) }
        }
        #expect(throws: Never.self) {
            try JSON(parsing: "[" + Array(repeating: "[1]", count: 1000).joined(separator: ",") + "]")
        }
    }

    @Test(arguments: ["1e400", "-1e400", "1" + String(repeating: "0", count: 400)])
    func `a number beyond all numbers is refused`(text: String) {
        #expect(throws: JSONError.numberOutOfRange(at: 0)) { try JSON(parsing: text) }
    }

    @Test func `an error tells where`() {
        #expect(throws: JSONError.malformed(at: 9)) { try JSON(parsing: #"{"title":}"#) }
        #expect(throws: JSONError.malformed(at: 3)) { try JSON(parsing: "{} x") }
    }

    @Test func `every text that is cut short is refused, and none crashes`() throws {
        let whole = Array(#"{"a":[1,-2.5e3,"春\n\ud83d\ude00",true,false,null,{"b":{}}]}"#.utf8)
        _ = try JSON(parsing: whole)
        for length in whole.indices {
            #expect(throws: JSONError.self) { try JSON(parsing: whole.prefix(length)) }
        }
    }

    @Test func `any bytes are read or refused`() {
        var random = SystemRandomNumberGenerator()
        let pieces = Array(#"{}[]":,\ue01-+.tfn x"#.utf8) + [0, 0x1F, 0x80, 0xE6, 0xFF]
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...12, using: &random)).map { _ in pieces.randomElement(using: &random)! }
            if let value = try? JSON(parsing: bytes) {
                var json = JSONWriter()
                json.value(value)
                #expect((try? JSON(parsing: json.bytes)) == value)
            }
        }
    }

    @Test func `members and elements are found, the last of a name wins`() throws {
        let json = try JSON(parsing: #"{"a":1,"b":[true,"x"],"a":2,"c":3.0,"d":3.5}"#)

        #expect(json["a"] == 2)
        #expect(json["b"]?[1]?.string == "x")
        #expect(json["b"]?[2] == nil)
        #expect(json["b"]?[-1] == nil)
        #expect(json["e"] == nil)
        #expect(json["a"]?["b"] == nil)
        #expect([json["c"]?.int, json["d"]?.int] == [3, nil])
        #expect([json["a"]?.double, json["d"]?.double] == [2, 3.5])
        #expect(json.members?.map(\.name) == ["a", "b", "a", "c", "d"])
    }
}

@Suite struct JSONWriterTests {
    @Test func `every character that needs an escape gets it, wherever it stands`() throws {
        let short: [UInt8: String] = [0x22: #"\""#, 0x5C: #"\\"#, 0x0A: #"\n"#, 0x0D: #"\r"#, 0x09: #"\t"#]
        for byte in Array(UInt8(0)..<0x80) {
            // Texts are looked through eight bytes at a time: every place around two such steps.
            for place in 0..<20 {
                for filling in ["a", "é", "春"] {
                    let before = String(repeating: filling, count: place)
                    let after = String(repeating: filling, count: 20 - place)
                    let text = before + String(Unicode.Scalar(byte)) + after
                    let escaped: String
                    if let known = short[byte] {
                        escaped = known
                    } else if byte < 0x20 {
                        escaped = #"\u00"# + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
                    } else {
                        escaped = String(Unicode.Scalar(byte))
                    }
                    var json = JSONWriter()
                    json.value(text)
                    guard json.text == "\"\(before)\(escaped)\(after)\"" else {
                        Issue.record("byte \(byte) at \(place) after \(filling): \(json.text)")
                        return
                    }
                }
            }
        }
    }

    @Test func `two escapes side by side are two`() throws {
        let special = ["\"", "\\", "\n", "\u{0}", "\u{1F}", "a", "\u{7F}", "\u{80}", "😀"]
        for first in special {
            for second in special {
                for padding in 0..<9 {
                    let text = String(repeating: "x", count: padding) + first + second
                    var json = JSONWriter()
                    json.value(text)
                    #expect(try JSON(parsing: json.bytes) == .string(text))
                }
            }
        }
    }

    @Test(
        arguments: [
            nil, true, false, 0, -1, .int(.max), .int(.min), 1.5, -0.001, .double(1e300),
            .double(.leastNonzeroMagnitude), "", "春\n\"",
            [], [[], [[]]], [:], ["a": [1, nil], "\"键\"": ["b": false]],
        ] as [JSON]
    )
    func `what is written is read the same`(value: JSON) throws {
        var json = JSONWriter(capacity: 0)
        json.value(value)

        #expect(try JSON(parsing: json.bytes) == value)
    }

    @Test func `commas stand between, and only between`() {
        var json = JSONWriter()
        json.object { json in
            json.field("a", 1)
            json.key("b")
            json.array { json in
                json.value("x")
                json.null()
                json.array { _ in }
                json.object { _ in }
                json.value(true)
            }
            json.key("c")
            json.raw(json: Array("{\"d\":2}".utf8))
            json.field("e", nil as String?)
            json.field("f", nil as Int?)
            json.field("g", -12)
        }

        #expect(json.text == #"{"a":1,"b":["x",null,[],{},true],"c":{"d":2},"e":null,"f":null,"g":-12}"#)
    }

    @Test(arguments: [0, 9, 10, 11, 99, 100, -1, -9, -10, -100, 1_234_567_890_123, .max, .min])
    func `whole numbers are written as they are`(number: Int) {
        var json = JSONWriter()
        json.value(number)

        #expect(json.text == String(number))
    }
}
