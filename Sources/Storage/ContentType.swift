/// Which content type goes with which extension.
///
/// The list is finite on purpose. `html` and `svg` are left out of it: a browser would run scripts in them under the
/// server's own address, so they travel as plain bytes unless whoever serves them decides otherwise.
public enum ContentType {
    /// What is said of an object whose extension is not in the list.
    public static let unknown = "application/octet-stream"

    /// - Parameter ext: an extension without its dot, in lower case.
    public static func of(extension ext: String) -> String {
        byExtension[ext] ?? unknown
    }

    /// All that is known, for those who check what they accept.
    public static let byExtension = [
        "png": "image/png",
        "jpg": "image/jpeg",
        "jpeg": "image/jpeg",
        "gif": "image/gif",
        "webp": "image/webp",
        "avif": "image/avif",
        "mp4": "video/mp4",
        "webm": "video/webm",
        "mov": "video/quicktime",
        "mp3": "audio/mpeg",
        "m4a": "audio/mp4",
        "wav": "audio/wav",
        "ogg": "audio/ogg",
        "srt": "application/x-subrip",
        "vtt": "text/vtt; charset=utf-8",
        "txt": "text/plain; charset=utf-8",
        "md": "text/markdown; charset=utf-8",
        "csv": "text/csv; charset=utf-8",
        "json": "application/json",
        "pdf": "application/pdf",
        "zip": "application/zip",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ]
}
