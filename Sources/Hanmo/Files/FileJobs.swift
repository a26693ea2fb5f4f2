/// Deletes the objects of a creation that is gone.
///
/// A storage that does not answer for a while is asked again, for some hours in all.
struct FileDeletion: Job {
    static let kind = JobKind("files.delete", attempts: 30, backOff: BackOff(first: .seconds(5)))

    let keys: [String]
}
