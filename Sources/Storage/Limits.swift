extension Storage {
    /// What is accepted, kept in memory and waited for at most.
    public struct Limits: Sendable {
        /// One object: long films in high quality stay below it, and S3 takes it in 1,024 parts of its 10,000.
        public var objectBytes = 8 << 30
        /// What is read from or written to a file at once: few trips to another thread, little memory.
        public var chunkBytes = 256 << 10
        /// What is sent to S3 in one request; anything longer is sent in parts.
        public var singlePutBytes = 16 << 20
        /// A part of a longer object; S3 wants 5 MiB or more.
        public var partBytes = 8 << 20
        /// How many parts travel at the same time; with those that wait, an upload takes 50 MiB of memory at most.
        public var partsAtOnce = 3
        /// An answer in XML; a page of 1,000 objects takes some 500 KiB.
        public var answerBytes = 4 << 20
        /// The body of an error; what is longer is cut, since its beginning says what is wrong.
        public var errorBytes = 64 << 10
        /// A question to S3 with all its attempts, and until the first byte of an object comes.
        public var requestTimeout = Duration.seconds(60)
        /// Sending one object or part to S3 with all its attempts: 8 MiB on a line of half a megabit a second.
        public var uploadTimeout = Duration.seconds(150)
        /// Reading one object from S3 to its end, however slowly it is taken.
        public var downloadTimeout = Duration.seconds(3_600)
        /// The longest silence while the next piece of an object is waited for.
        public var silence = Duration.seconds(30)
        /// A health check.
        public var pingTimeout = Duration.seconds(5)

        public init() {}
    }
}
