/// What `hanmo --version` says.
public let version = "0.1.0"
