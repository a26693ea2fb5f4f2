import Database
import JSON

/// The rules of activities: what runs, who takes part, and that everybody gets what was promised once.
///
/// Whether one runs is never stored: it follows from its dates and the moment of the transaction that asks.
struct Activities: Sendable {
    let database: Database
    let credits: Credits

    static let over = Failure(40010, "活动已结束", "The activity is over")
    static let notStarted = Failure(40010, "活动尚未开始", "The activity has not begun")
    static let full = Failure(40010, "活动名额已满", "All places of the activity are taken")
    static let repeated = Failure(400, "已参与过该活动", "You have taken part already")
    static let appliesByItself = Failure(400, "该活动自动生效，无需参与", "This activity applies by itself")

    // MARK: Keeping

    /// - Errors: 400 it would be over before it began to run.
    func create(_ draft: ActivityDraft, by administrator: Administrator) async throws -> ActivityView {
        try await database.write { connection in
            guard draft.endsAt > connection.now else { throw Activities.pastEnd }
            let store = ActivityStore(connection)
            guard let activity = try store.find(store.insert(draft)) else { throw Failure.unexpected }
            try note(.createActivity, activity.id, by: administrator, activity.changes(from: nil), in: connection)
            return ActivityView(activity: activity, hasParticipated: false, now: connection.now)
        }
    }

    /// Changes the fields that are given; what changes nothing is no act.
    ///
    /// - Parameter read: the change that is wanted, which depends on the activity's type.
    /// - Errors: 404 no such activity; 400 it is over, a field may not change any more, or what `read` throws.
    func change(
        _ id: Int,
        by administrator: Administrator,
        to read: @escaping @Sendable (Activity.Kind) throws -> ActivityChange
    ) async throws -> ActivityView {
        try await database.write { connection in
            let store = ActivityStore(connection)
            guard let activity = try store.hold(id) else { throw Failure.notFound }
            let now = try moment(of: id, in: connection)
            let changed = try read(activity.terms.kind).applied(to: activity, at: now)
            let changes = changed.changes(from: activity)
            if !changes.isEmpty {
                try store.update(changed)
                try note(.changeActivity, id, by: administrator, changes, in: connection)
            }
            return try view(id, for: administrator.id, at: now, in: connection)
        }
    }

    /// Ends an activity for good, at once; one that is over stays as it is.
    ///
    /// - Errors: 404 no such activity; 400 it has not begun: such a one is switched off.
    func end(_ id: Int, by administrator: Administrator) async throws -> ActivityView {
        try await database.write { connection in
            let store = ActivityStore(connection)
            guard var activity = try store.hold(id) else { throw Failure.notFound }
            guard activity.startsAt <= connection.now else { throw Activities.notBegun }
            let now = try moment(of: id, in: connection)
            if activity.endsAt > now {
                activity.endsAt = now
                activity.isDisabled = false
                try store.update(activity)
                try note(.endActivity, id, by: administrator, ["name": .string(activity.name)], in: connection)
            }
            return try view(id, for: administrator.id, at: now, in: connection)
        }
    }

    /// The moment at which an activity that is held stands: behind all that it has given.
    ///
    /// A transaction's own moment is the one at which it began. It may have waited for the activity since, while others
    /// took part, and what they got would be dated after the end.
    private func moment(of id: Int, in connection: Connection) throws -> Int {
        let last = try ActivityStore(connection).lastGrantAt(of: id)
        return max(connection.now, last.map { $0 + 1 } ?? 0)
    }

    private func note(
        _ act: AuditAct,
        _ activity: Int,
        by administrator: Administrator,
        _ details: AuditDetails,
        in connection: Connection
    ) throws {
        try Audit.record(act, AuditTarget(.activity, activity), by: administrator, details, in: connection)
    }

    private static let notBegun = Failure(
        400,
        "活动尚未开始，可将 is_active 设为 false",
        "The activity has not begun; set is_active to false instead"
    )

    static let pastEnd = Failure.invalid(
        "end_time",
        "应晚于当前时间；要立即结束活动，请使用 POST /api/v1/operation/activities/{id}/end",
        "should be in the future; POST /api/v1/operation/activities/{id}/end ends an activity at once"
    )

    // MARK: Looking

    /// - Parameter status: users see no activity that is switched off.
    func list(
        _ kind: Activity.Kind?,
        _ status: Activity.Status?,
        for user: User,
        _ page: PageRequest
    ) async throws -> Page<ActivityView> {
        try await database.read { connection in
            let store = ActivityStore(connection)
            return try store.list(kind, status, hidesDisabled: user.role != .admin, for: user.id, page)
        }
    }

    /// - Errors: 404 no such activity, or it is switched off and no administrator asks.
    func fetch(_ id: Int, for user: User) async throws -> ActivityView {
        let found = try await database.read { try view(id, for: user.id, at: $0.now, in: $0) }
        guard user.role == .admin || !found.activity.isDisabled else { throw Failure.notFound }
        return found
    }

    private func view(_ id: Int, for user: Int, at now: Int, in connection: Connection) throws -> ActivityView {
        guard let view = try ActivityStore(connection).view(id, for: user, at: now) else { throw Failure.notFound }
        return view
    }

    /// - Errors: 404 no such activity.
    func listParticipants(of id: Int, _ page: PageRequest) async throws -> Page<Grant> {
        try await database.read { connection in
            guard let activity = try ActivityStore(connection).find(id) else { throw Failure.notFound }
            let store = GrantStore(connection)
            return try activity.terms.kind == .referralBonus
                ? store.listReferrals(by: id, page) : store.list(of: id, page)
        }
    }

    // MARK: Taking part

    /// Gives a user an activity's credits, once, and returns the reply that `answer` makes of it.
    ///
    /// - Errors: 404 no such activity; 40010 it is over, has not begun or is full; 400 it applies by itself, or this
    ///   user has taken part.
    func participate(
        in id: Int,
        by user: User,
        _ key: IdempotencyKey?,
        answer: @escaping @Sendable (ParticipationReceipt) -> [UInt8]
    ) async throws -> StoredReply {
        do {
            return try await database.write { connection in
                try Idempotency.once(key, in: connection) {
                    answer(try participate(in: id, by: user.id, in: connection))
                }
            }
        } catch DatabaseError.unique {
            // Another request of the same user was faster.
            throw Activities.repeated
        }
    }

    private func participate(in id: Int, by user: Int, in connection: Connection) throws -> ParticipationReceipt {
        let store = ActivityStore(connection)
        guard let seen = try store.find(id) else { throw Failure.notFound }
        guard case .creditGift(let gift) = seen.terms, gift.trigger == .participate else {
            throw Activities.appliesByItself
        }
        try seen.checkRuns(at: connection.now)
        guard try !GrantStore(connection).exists(of: id, to: user) else { throw Activities.repeated }
        guard let activity = try store.takePlace(in: id) else {
            // It may have been ended or switched off while this waited for its place.
            try store.find(id)?.checkRuns(at: connection.now)
            throw Activities.full
        }
        // What it gives now: its terms may have changed while this waited for its place.
        guard case .creditGift(let gift) = activity.terms, gift.trigger == .participate else {
            throw Activities.appliesByItself
        }
        let entry = try grant(gift.credits, of: activity, to: user, in: connection)
        return ParticipationReceipt(activity: id, entry: entry)
    }

    /// Gives credits of an activity as a part of a larger act, with one entry of the ledger.
    ///
    /// - Errors: `DatabaseError.unique` where this user has got something of it already, and nothing changes.
    @discardableResult
    func grant(
        _ amount: Int,
        of activity: Activity,
        to user: Int,
        _ kind: LedgerEntry.Kind = .gift,
        for order: Int? = nil,
        in connection: Connection
    ) throws -> LedgerEntry {
        let entry = try credits.award(amount, kind, to: user, because: "活动：\(activity.name)", in: connection)
        try GrantStore(connection).insert(activity.id, to: user, entry, order: order)
        return entry
    }
}
