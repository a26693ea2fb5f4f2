import Database
import Storage

/// Compares the rows of files with the stored objects: both come in the order of their keys, so one walk along both
/// finds what one side lacks, with a page of each in memory.
///
/// A server may be at work meanwhile, so whatever seems to be wrong is looked at once more before it is told.
struct ObjectCheck {
    let database: DirectDatabase
    /// Nil where its folder is not there.
    let storage: Storage?
    let now: Int

    /// What is wrong is counted up to here, and the walk ends.
    static let limit = 1_000
    /// An object may be there before its row is: when a film is stored, settling is still to come.
    private static let youngMilliseconds = 3_600_000
    private static let rowsAtOnce = 500

    struct Outcome: Equatable {
        var rows = 0
        var objects = 0
        /// Keys of rows whose object is not there, or has another size.
        var missing: [String] = []
        /// Keys of objects that no row knows and no job is about to delete.
        var orphaned: [String] = []
    }

    private var rows: ArraySlice<FileStore.Entry> = []
    private var lastRow = ""
    private var hasMoreRows = true
    private var objects: ArraySlice<ListedObject> = []
    private var cursor: String?
    private var hasMoreObjects: Bool
    /// Objects without a row that a job may be about to delete.
    private var suspects: [String] = []
    private var outcome = Outcome()

    init(_ database: DirectDatabase, _ storage: Storage?, now: Int) {
        self.database = database
        self.storage = storage
        self.now = now
        hasMoreObjects = storage != nil
    }

    mutating func run() async throws -> Outcome {
        while outcome.missing.count < ObjectCheck.limit, outcome.orphaned.count < ObjectCheck.limit {
            try fetchRows()
            try await fetchObjects()
            switch (rows.first, objects.first) {
            case (nil, nil):
                try await settleSuspects()
                return outcome
            case (let row?, let object?) where row.key == object.key.rawValue:
                if row.sizeBytes != object.sizeBytes { try await confirm(row) }
                takeRow()
                takeObject()
            case (let row?, let object) where object.map({ row.key < $0.key.rawValue }) ?? true:
                try await confirm(row)
                takeRow()
            case (_, let object?):
                try await suspect(object)
                takeObject()
            case (_?, nil):
                preconditionFailure("a row without an object was dealt with above")
            }
        }
        try await settleSuspects()
        return outcome
    }

    private mutating func takeRow() {
        rows.removeFirst()
        outcome.rows += 1
    }

    private mutating func takeObject() {
        objects.removeFirst()
        outcome.objects += 1
    }

    private mutating func fetchRows() throws {
        guard rows.isEmpty, hasMoreRows else { return }
        let page = try database.read { connection in
            try FileStore(connection).list(after: lastRow, limit: ObjectCheck.rowsAtOnce)
        }
        rows = page[...]
        lastRow = page.last?.key ?? lastRow
        hasMoreRows = page.count == ObjectCheck.rowsAtOnce
    }

    private mutating func fetchObjects() async throws {
        while objects.isEmpty, hasMoreObjects, let storage {
            let page = try await storage.list(from: cursor)
            objects = page.objects[...]
            cursor = page.next
            hasMoreObjects = page.next != nil
        }
    }

    /// Whether the row is still there and its object, as it should be, still is not.
    private mutating func confirm(_ row: FileStore.Entry) async throws {
        guard try database.read({ try FileStore($0).find(row.key) }) == row else { return }
        if let storage, let key = try? ObjectKey(row.key) {
            do {
                if try await storage.info(of: key).sizeBytes == row.sizeBytes { return }
            } catch StorageError.notFound {
                // As it seemed.
            }
        }
        outcome.missing.append(row.key)
    }

    private mutating func suspect(_ object: ListedObject) async throws {
        guard object.modifiedAt < now - ObjectCheck.youngMilliseconds else { return }
        guard try database.read({ try FileStore($0).find(object.key.rawValue) }) == nil else { return }
        suspects.append(object.key.rawValue)
        if suspects.count == ObjectCheck.limit { try await settleSuspects() }
    }

    /// Clears those that a job is about to delete, or has deleted since they were listed.
    private mutating func settleSuspects() async throws {
        guard let storage, !suspects.isEmpty else { return }
        var orphaned = Set(suspects)
        var last = 0
        while true {
            let jobs = try database.read {
                try Jobs.listOpenPayloads(of: FileDeletion.self, after: last, limit: ObjectCheck.rowsAtOnce, in: $0)
            }
            for job in jobs { orphaned.subtract(job.payload.keys) }
            guard let end = jobs.last?.id, jobs.count == ObjectCheck.rowsAtOnce else { break }
            last = end
        }
        for key in suspects where orphaned.contains(key) {
            if try await storage.exists(ObjectKey(key)) { outcome.orphaned.append(key) }
        }
        suspects = []
    }
}
