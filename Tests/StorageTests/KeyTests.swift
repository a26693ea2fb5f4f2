import Testing

@testable import Storage

@Suite struct KeyTests {
    @Test(arguments: [
        "", ".", "..", "/", "/etc/passwd", "a/", "/a", "a//b", "../a", "a/../b", "a/..", "./a", ".incoming/new-1",
        "a/.b",
        "a\0", "a\0/b", "a b", "A.png", "a\\b", "a%2e%2e/b", "春", "a\n", "~", "a:b", "*",
        String(repeating: "a", count: 129), String(repeating: "a/", count: 8) + "a",
        String(repeating: String(repeating: "a", count: 100) + "/", count: 5) + String(repeating: "a", count: 20),
    ])
    func `what could leave its folder, or is none of our keys, is refused`(_ text: String) async {
        #expect(kind(await failure { try ObjectKey(text) }) == "invalidKey")
    }

    @Test(arguments: ["a", "a.b-c_d", "images/4f/4f0.png", "a..b", "1/2/3/4/5/6/7/8", "-"])
    func `a key of our own form is taken as it is`(_ text: String) throws {
        #expect(try ObjectKey(text).rawValue == text)
    }

    @Test func `a new key says its kind, spreads over folders and can't be guessed`() async throws {
        var options = Storage.Options()
        options.randomBytes = { count in (0..<count).map { UInt8(0xA0 + $0) } }
        try await withFiles(options) { storage, _ in
            let key = try storage.newKey("images", extension: "png")

            #expect(key.rawValue == "images/a0/a0a1a2a3a4a5a6a7a8a9aaabacadaeaf.png")
            #expect(key.contentType == "image/png")
        }
    }

    @Test func `new keys differ`() async throws {
        try await withFiles { storage, _ in
            let keys = try (0..<100).map { _ in try storage.newKey("images", extension: "png") }

            #expect(Set(keys).count == 100)
        }
    }

    @Test(arguments: [("images", "p/ng"), ("../images", "png"), ("images", ""), ("images", "../x"), ("", "png")])
    func `a kind or extension that fits into no key is refused`(_ kindName: String, _ ext: String) async throws {
        try await withFiles { storage, _ in
            let error = await failure { try storage.newKey(kindName, extension: ext) }

            #expect(kind(error) == "invalidKey")
        }
    }

    @Test(arguments: [
        ("a.mp4", "video/mp4"), ("a.md", "text/markdown; charset=utf-8"), ("a", "application/octet-stream"),
        ("a.html", "application/octet-stream"), ("a.svg", "application/octet-stream"),
        ("x.png/a", "application/octet-stream"),
        ("a.tar.zip", "application/zip"), ("a.", "application/octet-stream"),
    ])
    func `the content type is the extension's, and nothing a browser would run`(_ key: String, _ type: String) throws {
        #expect(try ObjectKey(key).contentType == type)
    }
}

@Suite struct ByteRangeTests {
    @Test(arguments: [
        ("bytes=0-", ByteRange.from(0)), ("bytes=5-9", .between(5, 9)), ("bytes=-3", .last(3)),
        ("Bytes=0-0", .between(0, 0)),
    ])
    func `a header with one range is read`(_ header: String, _ range: ByteRange) {
        #expect(ByteRange(headerValue: header) == range)
        #expect(ByteRange(headerValue: range.headerValue) == range)
    }

    @Test(arguments: [
        "", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=9-5", "bytes=0-1,3-4", "items=0-1", "bytes=+1-2",
        "bytes= 0-1",
        "bytes=0-1-2", "bytes=99999999999999999999-", "bytes=--1", "bytes=" + String(repeating: "0", count: 90) + "-",
    ])
    func `any other header is ignored`(_ header: String) {
        #expect(ByteRange(headerValue: header) == nil)
    }

    @Test(
        arguments: [
            (ByteRange.from(0), 10, 0..<10), (.from(9), 10, 9..<10), (.from(10), 10, nil), (.between(2, 4), 10, 2..<5),
            (.between(2, 400), 10, 2..<10), (.between(2, .max), 10, 2..<10), (.between(10, 12), 10, nil),
            (.last(3), 10, 7..<10),
            (.last(30), 10, 0..<10), (.last(0), 10, nil), (.from(0), 0, nil), (.last(1), 0, nil), (.from(-1), 10, nil),
            (.between(4, 2), 10, nil),
        ] as [(ByteRange, Int, Range<Int>?)]
    )
    func `a range means these offsets`(_ range: ByteRange, _ sizeBytes: Int, _ offsets: Range<Int>?) {
        #expect(range.offsets(in: sizeBytes) == offsets)
    }
}
