/// Tells of the end of a membership at the moment at which it comes.
struct MembershipEnd: Job {
    static let kind = JobKind("memberships.end")

    let user: Int
    /// UTC milliseconds; where the membership ends at another moment by then, this job has nothing to tell.
    let endsAt: Int
}
