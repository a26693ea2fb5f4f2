/// What `hanmo --version` says, and `info.version` of the API's description.
public let version = "0.1.0"
