import Database

/// The rules of memberships: a paid order or a redemption code adds a period, and the end of the last one is told once.
///
/// Whether somebody is a member is never stored: it follows from the end and the moment at which it is asked.
struct Memberships: Sendable {
    let database: Database
    let events: Events
    let jobs: Jobs

    /// Adds a period as a part of a larger act: from now on, or from the end of a membership that still runs.
    func extend(
        _ user: Int,
        by type: MembershipType,
        for order: Int,
        in connection: Connection
    ) throws -> MembershipPeriod {
        try add(type, to: user, from: .order(order), in: connection) { WireTime.adding(months: type.months, to: $0) }
    }

    /// Adds a period of so many days of 24 hours likewise, for a redemption code.
    func extend(
        _ user: Int,
        byDays days: Int,
        for redemption: Int,
        in connection: Connection
    ) throws -> MembershipPeriod {
        try add(MembershipType(nearestTo: days), to: user, from: .redemption(redemption), in: connection) { start in
            start + days * WireTime.dayMilliseconds
        }
    }

    private func add(
        _ type: MembershipType,
        to user: Int,
        from source: MembershipPeriod.Source,
        in connection: Connection,
        until end: (_ start: Int) -> Int
    ) throws -> MembershipPeriod {
        let store = MembershipStore(connection)
        let start = max(try store.holdEnd(of: user) ?? connection.now, connection.now)
        let end = end(start)
        let period = MembershipPeriod(type: type, startsAt: start, endsAt: end)
        try store.insert(period, of: user, from: source)
        try store.update(user, to: type, until: end)
        try jobs.enqueue(MembershipEnd(user: user, endsAt: end), at: end, key: "\(user) \(end)", in: connection)
        return period
    }

    /// Takes back what is left of the period that an order has added, as a part of a larger act.
    ///
    /// Later periods begin as much earlier; what has passed stays. Nothing where it has passed altogether.
    func cut(_ user: Int, of order: Int, in connection: Connection) throws {
        let store = MembershipStore(connection)
        guard let end = try store.holdEnd(of: user), let period = try store.find(of: order),
            period.endsAt > connection.now
        else { return }
        let left = period.endsAt - max(period.startsAt, connection.now)
        if period.startsAt < connection.now {
            try store.end(periodOf: order)
        } else {
            try store.delete(periodOf: order)
        }
        try store.moveForward(by: left, periodsOf: user, from: period.endsAt)
        let last = try store.findLast(of: user)
        try store.update(user, to: last?.type ?? period.type, until: end - left)
        try jobs.enqueue(
            MembershipEnd(user: user, endsAt: end - left),
            at: end - left,
            key: "\(user) \(end - left)",
            in: connection
        )
    }

    /// Tells a user that their membership has run out, once; nothing where it was extended meanwhile.
    ///
    /// - Errors: `JobFailure.notYet` where the moment has not come, as after a clock was set back.
    func end(_ job: MembershipEnd) async throws {
        try await database.write { connection in
            let store = MembershipStore(connection)
            guard try store.holdEnd(of: job.user) == job.endsAt else { return }
            guard job.endsAt <= connection.now else {
                throw JobFailure.notYet(after: .milliseconds(job.endsAt - connection.now))
            }
            guard let type = try store.markTold(of: job.user, endedAt: job.endsAt) else { return }
            try events.emit(
                .membershipExpired,
                EndedMembership(type: type, endedAt: job.endsAt),
                to: job.user,
                in: connection
            )
        }
    }
}
