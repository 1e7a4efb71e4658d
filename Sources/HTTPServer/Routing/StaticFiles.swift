internal import HTTPTypes

/// Serves the files of one folder, and nothing outside it.
public struct StaticFiles: Sendable {
    /// - Throws: ``StaticFilesError`` when the folder is not there or cannot be read.
    public init(folder: String) throws(StaticFilesError) {
    }

    /// Answers GET and HEAD by the request's path.
    public var handler: Handler {
        { _, responder in responder.send(Problem(.notFound).response()) }
    }
}

/// Why a folder cannot be served, in one line that says what to do.
public struct StaticFilesError: Error, CustomStringConvertible {
    public let description: String
}
