import NIOHTTP1
import Testing

@testable import Hanmo

@Suite struct TrustedProxiesTests {
    @Test(
        arguments: [
            ("10.0.0.1", "203.0.113.7", "203.0.113.7"),
            ("10.0.0.1", "198.51.100.1, 203.0.113.7", "203.0.113.7"),
            ("10.0.0.1", "198.51.100.1, 203.0.113.7, 10.2.3.4", "203.0.113.7"),
            ("10.0.0.1", "10.1.1.1, 10.2.3.4", "10.1.1.1"),
            ("10.0.0.1", "203.0.113.7, nonsense", "10.0.0.1"),
            ("10.0.0.1", "nonsense, 10.2.3.4", "10.2.3.4"),
            ("10.0.0.1", "", "10.0.0.1"),
            ("192.0.2.1", "203.0.113.7", "192.0.2.1"),
            ("::1", "2001:db8::7", "2001:db8::7"),
            ("10.0.0.1", "203.0.113.7:4711", "203.0.113.7"),
            ("10.0.0.1", "[2001:db8::7]:4711, 10.2.3.4:80", "2001:db8::7"),
            ("10.0.0.1", "[2001:db8::7]", "2001:db8::7"),
            ("::ffff:10.0.0.1", "203.0.113.7", "203.0.113.7"),
            ("", "203.0.113.7", ""),
        ]
    )
    func `the client is the nearest address that is no proxy of ours`(peer: String, forwarded: String, client: String) {
        let proxies = TrustedProxies(networks: ["10.0.0.0/8", "::1"].map { TrustedProxies.Network($0)! })

        #expect(proxies.client(of: ["X-Forwarded-For": forwarded], peer: peer) == client)
    }

    @Test func `without trusted proxies nobody is believed`() {
        let proxies = TrustedProxies(networks: [])

        #expect(proxies.client(of: ["X-Forwarded-For": "203.0.113.7"], peer: "127.0.0.1") == "127.0.0.1")
    }

    @Test(
        arguments: [
            ("203.0.113.7", "203.0.113.7"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("2001:db8:1:2::7", "20:1:d:b8:0:1:0:2/64"),
            ("2001:0db8:0001:0002:ffff:ffff:ffff:ffff", "20:1:d:b8:0:1:0:2/64"),
            ("2001:db8:1:3::7", "20:1:d:b8:0:1:0:3/64"),
            ("", ""),
        ]
    )
    func `all addresses that one customer is given share an allowance`(address: String, household: String) {
        #expect(TrustedProxies.household(of: address) == household)
    }

    @Test(arguments: ["", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "::1/129", "10.0.0.0/8/8", "home", "10.0.0.0/"])
    func `what is no network is refused`(text: String) {
        #expect(TrustedProxies.Network(text) == nil)
    }

    @Test func `a network ends at its last bit`() throws {
        let network = try #require(TrustedProxies.Network("10.128.0.0/9"))

        #expect(network.contains([10, 128, 0, 0]))
        #expect(network.contains([10, 255, 255, 255]))
        #expect(!network.contains([10, 127, 255, 255]))
        #expect(!network.contains([11, 128, 0, 0]))
        #expect(!network.contains(Array(repeating: 10, count: 16)))
        #expect(TrustedProxies.Network("0.0.0.0/0")?.contains([1, 2, 3, 4]) == true)
    }
}
