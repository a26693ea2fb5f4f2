import Database
import Testing

@testable import Hanmo

/// What is told of errors that nobody has foreseen.
@Suite struct UnforeseenFailureTests {
    @Test(arguments: [DatabaseError.exhausted, .busy, .unreachable("gone")])
    func `a database that can't be had is no fault of the caller's, who is told when to come back`(
        error: DatabaseError
    ) {
        let failure = Failure(error)

        #expect(failure.code == 500)
        #expect(failure.retryAfterSeconds == 1)
        #expect(failure.cause is DatabaseError)
    }

    @Test func `a failure stays what it is, and anything else discloses nothing`() {
        let unforeseen = Failure(DatabaseError.io("/var/lib/hanmo/hanmo.db"))

        #expect(Failure(Failure.notFound).code == 404)
        #expect(unforeseen.code == 500)
        #expect(unforeseen.message.chinese == Failure.unexpected.message.chinese)
        #expect(unforeseen.retryAfterSeconds == nil)
    }
}
