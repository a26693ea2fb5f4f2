/// Collects a page of objects on the way through the folders, in the order of the keys' bytes.
///
/// One folder's names are in memory at a time for each level. Folders that end before the cursor, or that can hold
/// nothing with the prefix, are not entered.
struct FileWalk {
    let prefix: String
    let after: String
    let limit: Int
    private var found: [ListedObject] = []
    private var hasMore = false

    init(prefix: String, after: String, limit: Int) {
        self.prefix = prefix
        self.after = after
        self.limit = limit
    }

    var page: ObjectPage {
        ObjectPage(objects: found, next: hasMore ? found.last?.key.rawValue : nil)
    }

    /// - Parameter path: how keys in this folder begin, with a slash at the end; empty for the storage's own folder.
    mutating func visit(_ folder: Descriptor, _ path: String) throws(StorageError) {
        // With its slash a folder stands where its keys stand: after `a.b`, before `a0`.
        let entries = try folder.entries()
            .filter { $0.name.utf8.allSatisfy { $0 < 0x80 } && !$0.name.hasPrefix(".") }
            .map { (path: path + $0.name + ($0.isFolder ? "/" : ""), entry: $0) }
            .sorted { $0.path < $1.path }
        for (path, entry) in entries where !hasMore {
            if entry.isFolder {
                guard path > after || after.hasPrefix(path), path.hasPrefix(prefix) || prefix.hasPrefix(path),
                    let inner = try folder.folder(entry.name)
                else { continue }
                try visit(inner, path)
            } else {
                guard path > after, path.hasPrefix(prefix), let key = try? ObjectKey(path),
                    let status = try folder.status(of: entry.name), status.isFile
                else { continue }
                guard found.count < limit else {
                    hasMore = true
                    return
                }
                found.append(
                    ListedObject(
                        key: key,
                        sizeBytes: status.sizeBytes,
                        modifiedAt: status.modifiedAtNanoseconds / 1_000_000
                    )
                )
            }
        }
    }
}
