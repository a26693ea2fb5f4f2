import CLibpq

/// One connection to PostgreSQL and its transaction, used by one thread at a time.
///
/// As few rows of commands as possible go over the wire: BEGIN travels with the first statement, a statement that the
/// server does not know yet with its own preparation, one whose answer nobody needs with the next one, notifications
/// with COMMIT. The end of a read is sent without waiting for its answer. A read that is known to be one statement
/// needs no BEGIN and no COMMIT: what the server gets in one row is one transaction. Writes of one statement are in
/// PostgresConnection+Single.swift.
final class PostgresConnection: Session {
    enum Mode {
        case read
        case write
    }

    enum Phase {
        case idle
        /// BEGIN goes before the first statement.
        case wanted(Mode)
        case open(Mode)
        /// One statement has run by itself.
        case alone(PostgresStatement)
        /// Writes of one statement each are under way, and with them the end of their transaction.
        case single
    }

    private(set) var turn = 0
    /// What went wrong first in this transaction; nothing can be done in it any more.
    var failure: PostgresFailure?

    let server: PostgresServer
    let onStatement: (@Sendable (String) -> Void)?
    let parameters = PostgresParameters()
    private(set) var link: PostgresLink?
    var statements = PostgresStatements()
    var phase = Phase.idle
    /// The end of the last transaction, where it has not been sent yet.
    var owedEnd: Control?
    /// Ends that were sent and whose answers nobody has read.
    private var unreadEnds = 0
    private var notices: [Notice] = []
    /// What was executed and not sent yet.
    var unsent: [SQL] = []
    /// The writes of one statement each that are under way.
    var group: Group?
    /// The first statement of a read, while it is the only one.
    var firstStatement: PostgresStatement?
    var runsAlone = true
    /// Foreign keys that this transaction has made deferrable.
    var altered: Set<Table.Reference> = []

    init(_ server: PostgresServer, onStatement: (@Sendable (String) -> Void)?) {
        self.server = server
        self.onStatement = onStatement
    }

    // MARK: The connection

    /// Makes sure, as far as can be known, that there is a connection.
    ///
    /// - Parameter deadline: Until when to go on trying, in nanoseconds of the machine's uptime.
    func connect(until deadline: UInt64) throws {
        if let link {
            link.isSilenceAllowed = false
            if readEnds(link), link.isAliveWhileIdle() { return }
            drop()
        }
        let link = try server.connect(until: deadline)
        try PostgresConnection.prepare(link)
        self.link = link
    }

    /// Settings and the statements that draw the edges of transactions, in one row.
    private static func prepare(_ link: PostgresLink) throws {
        // What runs by itself is a write of one statement, or a read that has run in a read-only transaction before.
        var isSent = link.send(
            text: """
                SELECT (extract(epoch FROM current_setting('statement_timeout')::interval) * 1000)::bigint,
                       set_config('default_transaction_read_only', 'off', false),
                       set_config('default_transaction_isolation', 'read committed', false)
                """
        )
        for control in Control.allCases {
            isSent = isSent && link.send(preparing: control.text, as: control.rawValue, types: [])
        }
        guard isSent, link.sync() else { throw DatabaseError.unreachable(link.lastMessage) }
        var limit = 0
        for number in 0...Control.allCases.count {
            guard let answer = link.answer(), !answer.isFailure else {
                throw DatabaseError.unreachable(link.lastMessage)
            }
            if number == 0, answer.next() {
                limit = answer.int(0)
            }
        }
        guard link.endOfRow() else { throw DatabaseError.unreachable(link.lastMessage) }
        // It ends what takes too long by itself, and needs a moment to say so.
        link.silenceAtMost = limit == 0 ? nil : limit + graceMilliseconds
    }

    func drop() {
        link = nil
        statements = PostgresStatements()
        owedEnd = nil
        unreadEnds = 0
        group = nil
    }

    // MARK: Transactions

    func begin(_ mode: Mode) {
        phase = .wanted(mode)
        failure = nil
        notices = []
        unsent = []
        firstStatement = nil
    }

    /// Lends the transaction to `body`, whose connection is worthless afterwards.
    func lend<R>(now: Int, _ body: (Connection) throws -> R) rethrows -> R {
        turn += 1
        defer { turn += 1 }
        return try body(Connection(self, now: now))
    }

    /// Commits what was written.
    ///
    /// - Errors: ``DatabaseError/lost(_:)`` where the connection went away before the answer came: nobody knows then
    ///   whether the commit happened, and there is no remedy.
    func commit() throws(PostgresFailure) {
        switch phase {
        case .wanted where notices.isEmpty && unsent.isEmpty, .idle, .alone, .single:
            phase = .idle
            return
        case .wanted:
            phase = .wanted(.write)
        case .open:
            break
        }
        if case .open = phase, let link, !link.isInTransaction {
            phase = .idle
            throw PostgresFailure.endedByClosure
        }
        let answer = try ask("COMMIT", preparing: nil, isCommit: true) { link in
            link.send(prepared: Control.commit.rawValue)
        } before: { link in
            defer { self.notices = [] }
            return self.send(self.notices, on: link)
        }
        phase = .idle
        // COMMIT of a transaction that has failed is answered by ROLLBACK.
        guard PQcmdStatus(answer.result).map({ String(cString: $0) }) == "COMMIT" else {
            throw PostgresFailure(
                error: .sql(message: "the transaction had failed", statement: "COMMIT"),
                remedy: .none
            )
        }
    }

    /// Sends what is to be told with the commit and returns how many answers that makes; nil where that failed.
    func send(_ notices: [Notice], on link: PostgresLink) -> Int? {
        for notice in notices {
            parameters.fill([.value(.text(channel(notice.channel))), .value(.text(notice.payload))])
            guard link.send(prepared: Control.notify.rawValue, parameters) else { return nil }
        }
        return notices.count
    }

    /// Has the transaction fail rather than wait long for a row that another one holds.
    func sendHurry(on link: PostgresLink) -> Bool {
        link.send(prepared: Control.hurry.rawValue)
    }

    /// Undoes the transaction, without waiting for the answer.
    func rollBack() {
        if case .open = phase {
            owedEnd = .rollback
            sendEnd()
        }
        unsent = []
        phase = .idle
    }

    /// Lets go of the snapshot of a read, at the next statement or ``sendEnd()``.
    func endReading() {
        if case .open = phase {
            owedEnd = .commit
        }
        firstStatement?.noteRead(ranAlone: runsAlone)
        phase = .idle
    }

    /// Sends the end of the last transaction where that has not been done.
    func sendEnd() {
        guard let link, let end = owedEnd else { return }
        owedEnd = nil
        // An end that stayed with us would leave the transaction open for as long as nobody wants this connection.
        if link.send(prepared: end.rawValue), link.sync(), link.flush() {
            unreadEnds += 1
        } else {
            drop()
        }
    }

    /// Reads the answers to ends that were sent before; false where the connection is lost.
    func readEnds(_ link: PostgresLink) -> Bool {
        while unreadEnds > 0 {
            unreadEnds -= 1
            guard link.answer() != nil, link.endOfRow() else { return false }
        }
        return true
    }

    // MARK: Statements

    func execute(_ sql: SQL) throws {
        guard isWriting, unsent.count < unsentAtMost else {
            _ = try rows(of: sql)
            return
        }
        if let failure { throw failure.error }
        unsent.append(sql)
    }

    func change(_ sql: SQL) throws -> Int {
        try rows(of: sql).changed
    }

    func insert(_ sql: SQL) throws -> Int {
        let rows = try rows(of: sql + " RETURNING id")
        guard rows.next() else { throw DatabaseError.sql(message: "no row was inserted", statement: "") }
        return Row(source: rows).int(0)
    }

    func query(_ sql: SQL, _ onRow: (Row) throws -> Bool) throws {
        let rows = try rows(of: sql)
        let row = Row(source: rows)
        while rows.next(), try onRow(row) {}
    }

    func run(_ text: String, _ onRow: (Row) throws -> Void) throws {
        let rows = try forClosure { () throws(PostgresFailure) in
            try ask(text, preparing: nil) { $0.send(text: text) }
        }
        let row = Row(source: rows)
        while rows.next() { try onRow(row) }
    }

    func notify(_ notice: Notice) throws {
        guard isWriting else { throw DatabaseError.readOnly }
        notices.append(notice)
    }

    func lock(_ name: StaticString) throws {
        guard isWriting else { throw DatabaseError.readOnly }
        try query("SELECT pg_advisory_xact_lock(\(server.lockNumber(name.description)))") { _ in false }
    }

    func liftTimeouts() throws {
        try run("SET LOCAL statement_timeout = 0") { _ in }
        try run("SET LOCAL lock_timeout = 0") { _ in }
        try run("SET LOCAL idle_in_transaction_session_timeout = 0") { _ in }
        link?.isSilenceAllowed = true
    }

    private func rows(of sql: SQL) throws -> PostgresRows {
        let statement = statements.statement(of: sql)
        onStatement?(statement.text)
        return try forClosure { () throws(PostgresFailure) in try run(statement, sql) }
    }

    /// A closure gets the failure itself; what may help is our affair.
    private func forClosure(_ body: () throws(PostgresFailure) -> PostgresRows) throws -> PostgresRows {
        do {
            return try body()
        } catch {
            throw error.error
        }
    }

    func run(_ statement: PostgresStatement, _ sql: SQL) throws(PostgresFailure) -> PostgresRows {
        try ask(statement.text, preparing: statement) { link in
            self.parameters.fill(sql.parts)
            return link.send(prepared: statement.name, self.parameters)
        }
    }

    // MARK: Names

    private func channel(_ name: StaticString) -> String {
        PostgresChannel.name(name.description, in: server.namespace)
    }

    /// The statements at the edges of transactions, by the names under which the server knows them.
    enum Control: String, CaseIterable {
        case beginRead = "begin_read"
        case beginWrite = "begin_write"
        case commit
        case rollback
        case notify
        case hurry

        var text: String {
            switch self {
            case .beginRead: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            // See docs/design/decisions.md, "Isolation", for what this level asks of the stores.
            case .beginWrite: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
            case .commit: "COMMIT"
            case .rollback: "ROLLBACK"
            case .notify: "SELECT pg_notify($1, $2)"
            // Where there is no BEGIN, SET LOCAL works as well, but the server warns of it in its log.
            case .hurry: "SELECT set_config('lock_timeout', '50', true)"
            }
        }
    }
}

/// How long a server may take beyond the statement's own limit to end it, to undo its work and to say so.
private let graceMilliseconds = 5_000

/// How many statements wait for the next one at most, so that a long copy is not kept in memory.
private let unsentAtMost = 32
