/// Writes of one statement each: sent as a row of commands, which the server commits at its end, and answered whenever
/// the answer comes. Nothing here waits for the server.
///
/// Several in one row are one transaction, as in ``GroupCommit``: one commit for all of them. They can't be told apart
/// where one fails, so all are undone then.
extension PostgresConnection {
    /// What was sent, and what has been answered so far.
    struct Group {
        struct Member {
            let statement: PostgresStatement
            let isPreparing: Bool
            /// How many answers come before that to the statement, and how many after it, as far as they have not come
            /// yet.
            var before: Int
            var after: Int
            /// Whether the statement was answered, or passed over.
            var isAnswered = false

            var isDone: Bool {
                before == 0 && isAnswered && after == 0
            }
        }

        var members: [Member] = []
        /// Whose answers come next.
        var current = 0
        /// What those were answered that did not fail.
        var answers: [PostgresRows] = []
        /// What failed first; the server has passed over whatever follows, and undone the rest.
        var failed: PostgresRows?
        var failedText = ""

        var isDone: Bool {
            current == members.count
        }

        func isPreparing(_ statement: PostgresStatement) -> Bool {
            members.contains { $0.isPreparing && $0.statement === statement }
        }
    }

    enum SingleAnswer {
        /// Some of it has not come yet.
        case pending
        /// The statements have run and are committed; one answer for each.
        case committed([PostgresRows])
        /// The server says why nothing was done, at the statement of that text; ``explain(_:_:)`` knows what it means.
        case refused(PostgresRows, text: String)
        /// The connection was lost, and nobody knows whether the statements were committed.
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

    /// Sends statements and their common commit, with what they tell.
    ///
    /// - Returns: False where the connection turned out to be lost: the end of the row, without which the server
    ///   commits nothing, did not leave this process.
    func send(_ jobs: [SingleJob]) -> Bool {
        guard let link else { return false }
        failure = nil
        phase = .single
        var group = Group()
        group.members.reserveCapacity(jobs.count)
        var isSent = true
        if jobs.count > 1 {
            isSent = sendHurry(on: link)
        }
        for job in jobs {
            guard isSent, let member = send(job, in: group, on: link) else {
                isSent = false
                break
            }
            group.members.append(member)
        }
        if jobs.count > 1, isSent {
            group.members[0].before += 1
        }
        guard isSent, link.sync() else {
            drop()
            phase = .idle
            return false
        }
        self.group = group
        return true
    }

    /// Sends one of the statements of a group; nil where the connection is lost.
    private func send(_ job: SingleJob, in group: Group, on link: PostgresLink) -> Group.Member? {
        let statement = statements.statement(of: job.sql)
        onStatement?(statement.text)
        var before = 0
        for name in statements.takeForgotten() {
            guard link.send(text: "DEALLOCATE \(name)") else { return nil }
            before += 1
        }
        let isPreparing = !statement.isPrepared && !group.isPreparing(statement)
        if isPreparing {
            guard link.send(preparing: statement.text, as: statement.name, types: statement.types) else { return nil }
            before += 1
        }
        parameters.fill(job.sql.parts)
        guard link.send(prepared: statement.name, parameters), let after = send(job.notices, on: link) else {
            return nil
        }
        return Group.Member(statement: statement, isPreparing: isPreparing, before: before, after: after)
    }

    /// Sends what the server has not taken yet; false while some of it is left.
    func flush() -> Bool {
        link?.flush() ?? true
    }

    /// Looks how far the answer to what was sent has come, when there is something to read.
    func takeAnswer() -> SingleAnswer {
        guard let link, var group else { return .lost(.lost("there is no connection")) }
        self.group = nil
        // What came before the connection was lost is still read.
        let isOpen = link.takeIn()
        while !isOpen || !link.isBusy {
            if group.isDone {
                return end(group, link.end())
            }
            guard let answer = link.answer() else { return end(group, .lost) }
            take(answer, into: &group)
        }
        self.group = group
        return .pending
    }

    /// Gives the connection up, and with it the answer that has not come in time.
    func giveUpAnswer() -> SingleAnswer {
        guard let link, let group else { return .lost(.lost("there is no connection")) }
        link.giveUp()
        return end(group, .lost)
    }

    private func take(_ answer: PostgresRows, into group: inout Group) {
        let current = group.current
        let isFailure = answer.isFailure
        if group.members[current].before > 0 {
            group.members[current].before -= 1
        } else if !group.members[current].isAnswered {
            group.members[current].isAnswered = true
            if group.failed == nil {
                // Whatever becomes of the statement, the server knows it now.
                group.members[current].statement.isPrepared = true
                if !isFailure {
                    group.answers.append(answer)
                }
            }
        } else {
            group.members[current].after -= 1
        }
        if isFailure, group.failed == nil {
            group.failed = answer
            group.failedText = group.members[current].statement.text
        }
        if group.members[current].isDone {
            group.current += 1
        }
    }

    private func end(_ group: Group, _ end: PostgresLink.End) -> SingleAnswer {
        self.group = nil
        let isAnswered = group.answers.count == group.members.count
        switch end {
        case .reached:
            // A failure that libpq found by itself says nothing of the commit.
            if let failed = group.failed, failed.isSaidByServer { return .refused(failed, text: group.failedText) }
            if group.failed == nil, isAnswered { return .committed(group.answers) }
        case .failed(let failed) where group.failed == nil && failed.hasUndoneCommit:
            drop()
            return .refused(failed, text: group.members[0].statement.text)
        case .failed, .lost:
            // The server answers statements before it commits: what failed until then is undone, come what may.
            if let failed = group.failed, failed.isSaidByServer, !isAnswered {
                drop()
                return .refused(failed, text: group.failedText)
            }
        }
        let said = group.failed?.message ?? link?.lastMessage ?? ""
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
