/// A write of one statement: sent as a row of commands of its own, which the server commits at its end, and answered
/// whenever the answer comes. Nothing here waits for the server.
extension PostgresConnection {
    /// What was sent, and what has been answered so far.
    struct Single {
        let statement: PostgresStatement
        /// How many answers come before that to the statement, and how many after it, as far as they have not come yet.
        var before: Int
        var after: Int
        /// Whether the statement was answered, or passed over.
        var isAnswered = false
        var answer: PostgresRows?
        /// What failed first; the server has passed over whatever follows, and undone the rest.
        var failed: PostgresRows?
    }

    enum SingleAnswer {
        /// Some of it has not come yet.
        case pending
        /// The statement has run and is committed.
        case committed(PostgresRows)
        /// The server says why nothing was done by the statement of that text; ``explain(_:_:)`` knows what it means.
        case refused(PostgresRows, text: String)
        /// The connection was lost, and nobody knows whether the statement was committed.
        case lost(DatabaseError)
    }

    var isConnected: Bool {
        link != nil
    }

    /// Looks, without waiting, whether the connection is still there.
    var isAliveWhileIdle: Bool {
        link?.isAliveWhileIdle() ?? false
    }

    /// Whether what a failure means is known here, without asking the server.
    func canExplain(_ failed: PostgresRows) -> Bool {
        !failed.isUniqueViolation || server.columns(ofIndex: failed.constraint) != nil
    }

    /// The socket on which answers come; nil where the connection is lost.
    var socket: Int32? {
        link?.socket
    }

    /// How long the answer to what is sent now may take, in nanoseconds; nil for as long as it likes.
    var silenceAtMostNanoseconds: UInt64? {
        link?.silenceAtMost.map { UInt64($0) * 1_000_000 }
    }

    /// Sends a statement and its commit, with what they tell.
    ///
    /// - Returns: False where the connection turned out to be lost: the end of the row, without which the server
    ///   commits nothing, did not leave this process.
    func sendSingle(_ sql: SQL, telling notices: [Notice]) -> Bool {
        guard let link else { return false }
        let statement = statements.statement(of: sql)
        onStatement?(statement.text)
        failure = nil
        phase = .single
        var isSent = true
        var before = 0
        for name in statements.takeForgotten() {
            isSent = isSent && link.send(text: "DEALLOCATE \(name)")
            before += 1
        }
        if !statement.isPrepared {
            isSent = isSent && link.send(preparing: statement.text, as: statement.name, types: statement.types)
            before += 1
        }
        parameters.fill(sql.parts)
        isSent = isSent && link.send(prepared: statement.name, parameters)
        guard isSent, let after = send(notices, on: link), link.sync() else {
            drop()
            phase = .idle
            return false
        }
        single = Single(statement: statement, before: before, after: after)
        return true
    }

    /// Sends what the server has not taken yet; false while some of it is left.
    func flush() -> Bool {
        link?.flush() ?? true
    }

    /// Looks how far the answer to what was sent has come, when there is something to read.
    func takeAnswer() -> SingleAnswer {
        guard let link, var single else { return .lost(.lost("there is no connection")) }
        // What came before the connection was lost is still read.
        let isOpen = link.takeIn()
        while !isOpen || !link.isBusy {
            if single.before == 0, single.isAnswered, single.after == 0 {
                return end(single, link.end())
            }
            guard let answer = link.answer() else { return end(single, .lost) }
            take(answer, into: &single)
        }
        self.single = single
        return .pending
    }

    /// Gives the connection up, and with it the answer that has not come in time.
    func giveUpAnswer() -> SingleAnswer {
        guard let link, let single else { return .lost(.lost("there is no connection")) }
        link.giveUp()
        return end(single, .lost)
    }

    private func take(_ answer: PostgresRows, into single: inout Single) {
        if single.before > 0 {
            single.before -= 1
        } else if !single.isAnswered {
            single.isAnswered = true
            if single.failed == nil {
                // Whatever becomes of the statement, the server knows it now.
                single.statement.isPrepared = true
                single.answer = answer.isFailure ? nil : answer
            }
        } else {
            single.after -= 1
        }
        if answer.isFailure, single.failed == nil {
            single.failed = answer
        }
    }

    private func end(_ single: Single, _ end: PostgresLink.End) -> SingleAnswer {
        self.single = nil
        phase = .idle
        let text = single.statement.text
        switch end {
        case .reached:
            // A failure that libpq found by itself says nothing of the commit.
            if let failed = single.failed, failed.isSaidByServer { return .refused(failed, text: text) }
            if single.failed == nil, let answer = single.answer { return .committed(answer) }
        case .failed(let failed) where single.failed == nil && failed.hasUndoneCommit:
            drop()
            return .refused(failed, text: text)
        case .failed, .lost:
            // The server answers a statement before it commits: what failed until then is undone, come what may.
            if let failed = single.failed, failed.isSaidByServer, single.answer == nil {
                drop()
                return .refused(failed, text: text)
            }
        }
        let said = single.failed?.message ?? link?.lastMessage ?? ""
        drop()
        return .lost(.lost(said.isEmpty ? "the connection was lost" : said))
    }
}

extension PostgresRows {
    /// True where the server refuses a commit, and does not merely end the session around it.
    fileprivate var hasUndoneCommit: Bool {
        isSaidByServer && failure(of: "", isWriting: true).remedy != .reconnect
    }
}
