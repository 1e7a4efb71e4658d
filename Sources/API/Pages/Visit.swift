internal import Knowledge

/// Somebody's visit to a page: what the layout around it reads, whatever the page is.
struct Visit: Sendable {
    /// The path and query that were asked for, percent-encoded.
    let address: String
    /// Who is signed in.
    var session: Sessions.Session?
    /// The site's own address, without a slash at its end.
    var base = ""
    /// Whether pictures are shown, which are loaded from elsewhere.
    var showsImages = false

    /// The visit that a page is being made for; a task-local value, since every page has the layout.
    @TaskLocal static var current = Visit(address: "/")

    /// Who is signed in, as the header shows it.
    var signedIn: View? { session.map { ["name": $0.name] } }

    /// Where to sign in and come back from.
    var signIn: String { Site.signInPath(next: address) }

    /// The other languages of the page, and where they are chosen.
    var languages: [View] {
        Language.allCases.filter { $0 != Wording.current.language }.map { language in
            [
                "tag": language.rawValue, "name": language.name,
                "href": "/language/\(language.rawValue)?next=\(Address.encoded(address))",
            ]
        }
    }
}
