public struct ArticleText: Sendable {
    public let text: String
    public init(body: String) { text = body }
}
