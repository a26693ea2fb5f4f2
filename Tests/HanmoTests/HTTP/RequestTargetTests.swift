import NIOCore
import NIOHTTP1
import Testing

@testable import Hanmo

@Suite struct RequestTargetTests {
    @Test(arguments: [
        ("/health", "/health", ""), ("/a?b=c", "/a", "b=c"), ("/a?b=x://y", "/a", "b=x://y"), ("*", "*", ""),
        ("http://example.com/a?b=c", "/a", "b=c"), ("https://example.com:8000/a", "/a", ""),
        ("http://example.com", "/", ""),
        ("http://example.com?b=c", "/", "b=c"),
    ])
    func `a scheme and a host before the path are no part of it`(uri: String, path: String, query: String) {
        let request = Request(id: "1", method: .GET, uri: uri, headers: [:], body: ByteBuffer(), address: "")

        #expect(request.path == path)
        #expect(request.query == query)
    }
}
