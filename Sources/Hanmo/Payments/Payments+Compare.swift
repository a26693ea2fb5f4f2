import Database
import Gateways
import Logging

/// Once a day our books are laid beside the gateways'.
extension Payments {
    /// How long after its payment an order is compared, each day: as long as it is most likely to be paid back
    /// elsewhere.
    private static let comparisonMilliseconds = 7 * 86_400_000
    /// Orders read in one go.
    private static let comparisonBatch = 100
    /// Questions to gateways at once: a few, since nobody waits.
    private static let questionsAtOnce = 4

    /// Compares what was paid within a week, and what differed before, with what its gateway says.
    ///
    /// Sandbox orders are left out: the sandbox forgets its own when the server stops.
    func compare() async throws {
        var unanswered = 0
        var place = DifferenceStore.Place(paidAt: clock.now - Payments.comparisonMilliseconds)
        while true {
            let after = place
            let paid = try await database.read {
                try DifferenceStore($0).listPaid(after: after, limit: Payments.comparisonBatch)
            }
            guard let last = paid.last else { break }
            unanswered += try await compare(paid.map(\.number))
            place = last.place
        }
        var difference = 0
        while true {
            let after = difference
            let differing = try await database.read {
                try DifferenceStore($0).listDiffering(after: after, limit: Payments.comparisonBatch)
            }
            guard let last = differing.last else { break }
            unanswered += try await compare(differing.map(\.number))
            difference = last.id
        }
        guard unanswered > 0 else { return }
        logger.warning("\(unanswered) paid orders could not be compared with their gateway's books")
    }

    /// - Returns: of how many orders the gateway said nothing.
    private func compare(_ numbers: [String]) async throws -> Int {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            var rest = numbers[...]
            var unanswered = 0
            for number in rest.prefix(Payments.questionsAtOnce) { group.addTask { try await compare(number) } }
            rest = rest.dropFirst(Payments.questionsAtOnce)
            while let isAnswered = try await group.next() {
                if !isAnswered { unanswered += 1 }
                if let number = rest.popFirst() { group.addTask { try await compare(number) } }
            }
            return unanswered
        }
    }

    /// - Returns: whether the gateway has answered.
    private func compare(_ number: String) async throws -> Bool {
        guard let order = try await find(number),
            let gateway = try await database.read({ try DifferenceStore($0).payment(of: order.id) })?.gateway,
            let merchant = merchants[gateway]
        else { return true }
        let payment: Payment
        do throws(GatewayError) {
            payment = try await merchant.query(number)
        } catch {
            try Task.checkCancellation()
            return false
        }
        let found = try await database.write { connection -> Difference.Kind? in
            // What has changed while the gateway was asked is compared tomorrow.
            guard let held = try PaymentStore(connection).hold(number), held.storedStatus == order.storedStatus else {
                return nil
            }
            let store = DifferenceStore(connection)
            let kind = Difference.Kind(
                held,
                try store.payment(of: held.id)?.transaction,
                payment,
                isOnItsWayBack: try RefundStore(connection).find(of: held.id)?.state.isOpen ?? false
            )
            return try store.record(kind, of: held.id, payment) ? kind : nil
        }
        if let found {
            logger.warning(
                "a gateway's books differ from ours",
                metadata: ["order": "\(number)", "difference": "\(found.rawValue)", "gateway": "\(payment.state)"]
            )
        }
        return true
    }

    func listDifferences(_ state: Difference.State?, _ page: PageRequest) async throws -> Page<Difference> {
        try await database.read { try DifferenceStore($0).list(state, page) }
    }
}
