import HTTPTypes
import CZlib
import JSON
import Testing

@testable import Hanmo

@Suite struct CompressionTests {
    @Test(arguments: [2_000, 200_000])
    func `a large reply comes compressed to whoever can read it`(length: Int) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)
            let id = try await lin.create(title: "春天", content: String(repeating: "春", count: length))

            let plain = try await lin.get("/creations/\(id)")
            let packed = try await lin.send(
                .get,
                "/api/v1/creations/\(id)",
                headers: ["Accept-Encoding": "br, gzip;q=0.8"]
            )

            #expect(plain.header("Content-Encoding") == nil)
            #expect(packed.header("Content-Encoding") == "gzip")
            #expect(packed.header("Vary")?.contains("Accept-Encoding") ?? false)
            #expect(packed.bytes.count * 4 < plain.bytes.count)
            #expect(CompressionTests.unpacked(packed.bytes) == plain.bytes)
        }
    }

    @Test func `what others may keep says what it depends on, compressed or not`() async throws {
        try await withTestApp { app in
            for encoding in ["identity", "gzip"] {
                let reply = try await app.send(.get, "/openapi.json", headers: ["Accept-Encoding": encoding])

                #expect(reply.header("Vary") == "Accept-Encoding, Origin")
            }
        }
    }

    @Test func `a small reply is not worth it`() async throws {
        try await withTestApp { app in
            let reply = try await app.send(.get, "/health", headers: ["Accept-Encoding": "gzip"])

            #expect(reply.header("Content-Encoding") == nil)
            #expect(reply.code == 200)
        }
    }

    @Test(arguments: ["", "br", "identity", "gzip;q=0", "gzip; q=0.0", "deflate, gzip;q=0", "xgzip", "gzip;q=0, *"])
    func `nobody gets what they did not ask for`(encodings: String) async throws {
        try await withTestApp { app in
            let reply = try await app.send(.get, "/openapi.json", headers: ["Accept-Encoding": encodings])

            #expect(reply.header("Content-Encoding") == nil)
            #expect(reply.json["openapi"] != nil)
        }
    }

    @Test(arguments: ["gzip", "GZIP", "*", "gzip;q=0.1", "deflate, gzip"])
    func `whoever can read gzip gets it, however they say so`(encodings: String) async throws {
        try await withTestApp { app in
            let reply = try await app.send(.get, "/openapi.json", headers: ["Accept-Encoding": encodings])

            #expect(reply.header("Content-Encoding") == "gzip")
        }
    }

    @Test(arguments: [0, 1, 1399, 65_536, 1_000_000])
    func `what is packed is unpacked the same`(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 31 >> 3) }

        let packed = try #require(Compression.gzip(bytes))

        #expect(CompressionTests.unpacked(packed) == bytes)
    }

    private static func unpacked(_ packed: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            return nil
        }
        defer { inflateEnd(&stream) }
        var input = packed
        return input.withUnsafeMutableBufferPointer { input in
            var isComplete = false
            let output = [UInt8](unsafeUninitializedCapacity: 4 << 20) { output, count in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                isComplete = inflate(&stream, Z_FINISH) == Z_STREAM_END
                count = Int(stream.total_out)
            }
            return isComplete ? output : nil
        }
    }
}
