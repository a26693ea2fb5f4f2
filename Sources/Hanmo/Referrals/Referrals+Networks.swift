import Crypto
import Database

/// From where people come, and what that says of whom they have brought.
///
/// One who signs up, signs in, orders or asks for their code is seen. Where that is from somewhere new they are laid
/// beside their referrer, beside the others whom that one has brought, and beside all whom they have brought
/// themselves: of two who share a network the one who is seen there later brings it out. What has been paid by then
/// stays paid.
extension Referrals {
    /// How long it is remembered from where somebody came.
    private static let memoryMilliseconds = 90 * WireTime.dayMilliseconds
    /// How often it is written down anew that somebody still comes from there: seldom beside how long it is remembered.
    private static let refreshMilliseconds = WireTime.dayMilliseconds

    /// Sees from where somebody comes; one read where that is known.
    func see(_ user: Int, from address: String) async throws {
        guard let network = network(of: address) else { return }
        let isNew = try await database.read { try !isKnown(network, of: user, in: $0) }
        if isNew { try await database.write { try see(user, from: network, in: $0) } }
    }

    /// The same as a part of a larger act, which holds nobody but this user.
    func see(_ user: Int, from address: String, in connection: Connection) throws {
        guard let network = network(of: address), try !isKnown(network, of: user, in: connection) else { return }
        try see(user, from: network, in: connection)
    }

    private func isKnown(_ network: [UInt8], of user: Int, in connection: Connection) throws -> Bool {
        try NetworkStore(connection).has(
            network,
            of: user,
            since: connection.now - Referrals.refreshMilliseconds
        )
    }

    /// Holds whoever is compared, from the younger to the older, so that of two who come at the same moment the second
    /// sees the first.
    private func see(_ user: Int, from network: [UInt8], in connection: Connection) throws {
        try credits.hold(user, in: connection)
        let referral = try ReferralStore(connection).find(of: user)
        if let referral { try credits.hold(referral.referrer, in: connection) }
        let networks = NetworkStore(connection)
        try networks.note(network, of: user)
        try networks.flag(.referrer, broughtBy: user, from: network)
        if let referral { try doubt(referral, from: network, in: connection) }
    }

    /// Notes from where a new user has come, whom nobody else sees yet; their referrer, where they have one, is held.
    func noteArrival(of user: Int, _ referral: Referral?, from address: String, in connection: Connection) throws {
        guard let network = network(of: address) else {
            if referral != nil { blindness.tell() }
            return
        }
        try NetworkStore(connection).note(network, of: user)
        if let referral { try doubt(referral, from: network, in: connection) }
    }

    /// Looks again at one who was brought, and at all places from which they came; their referrer is held.
    func doubt(_ referral: Referral, in connection: Connection) throws {
        for network in try NetworkStore(connection).list(of: referral.referred) {
            try doubt(referral, from: network, in: connection)
        }
    }

    /// Flags a referral, and others of its referrer, where it is doubtful that these are several people.
    private func doubt(_ referral: Referral, from network: [UInt8], in connection: Connection) throws {
        let networks = NetworkStore(connection)
        if try networks.has(network, of: referral.referrer) {
            try networks.flag(.referrer, referral: referral.id)
        } else if try networks.has(network, amongThoseOf: referral.referrer, beside: referral.referred) {
            // The first one of a ring could not be seen as one.
            try networks.flag(.ring, broughtBy: referral.referrer, from: network)
        }
    }

    /// Forgets from where people came long ago; returns how many there were.
    func sweepNetworks(limit: Int) async throws -> Int {
        try await database.write { connection in
            let moment = connection.now - Referrals.memoryMilliseconds
            return try NetworkStore(connection).delete(seenBefore: moment, limit: limit)
        }
    }

    /// A keyed hash of whom an address stands for; nil where it says nothing of that.
    private func network(of address: String) -> [UInt8]? {
        guard TrustedProxies.isPublic(address) else { return nil }
        let household = TrustedProxies.household(of: address)
        return Array(HMAC<SHA256>.authenticationCode(for: Array(household.utf8), using: networkKey))
    }
}
