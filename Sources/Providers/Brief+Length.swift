extension Brief {
    /// The length that was asked for, in characters, or in words where the requirements say words.
    ///
    /// The requirements come before ``length``. Nil where neither says anything.
    public var lengthWished: Int? {
        LengthWish.find(in: requirements)?.count ?? length
    }
}
