/// The program's version, which `hanmo --version` and `/metrics` tell.
///
/// `info.version` in openapi.json is another one: that of the API, which clients build on.
public let version = "0.1.0"
