import Foundation
import Testing

@testable import HTTPServer

/// What nginx and we answer to the same bytes, on the same file.
///
/// Each input is followed by a second request, which asks for the end of the connection: so the number of answers tells
/// whether the first left it open. Only the classes of the statuses are compared, and how many answers there are.
@Suite(
    "Beside nginx", .enabled(if: Nginx.path != nil, "nginx is not installed: install nginx-light to compare with it"))
struct NginxTests {
    let nginx: Nginx
    let ours: TestServer

    init() throws {
        nginx = try Nginx()
        ours = try TestServer(Router([], fallback: try StaticFiles(folder: nginx.folder).handler))
    }

    private static let last = "GET /file.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

    /// The statuses of all answers, in hundreds; 0 for one without a status.
    private func classes(_ input: String, at address: String) throws -> [Int] {
        let client = try Client(address)
        client.send(input + Self.last)
        client.finishSending()
        var classes: [Int] = []
        while true {
            do {
                let answer = try client.readAnswer(toHead: input.hasPrefix("HEAD") && classes.isEmpty)
                classes.append(answer.status / 100)
            } catch let end as NoAnswer {
                return end.received.isEmpty ? classes : classes + [0]
            }
        }
    }

    /// What both answer alike.
    private static let alike = [
        "GET /file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /file.txt HTTP/1.0\r\n\r\n",
        "GET /file.txt HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nConnection: CLOSE\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nConnection: x, close\r\n\r\n",
        "HEAD /file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
        "HEAD /nowhere HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /file.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
        "POST /file.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
        "PUT /file.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
        "DELETE /file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n00005\r\nhello\r\n000\r\n\r\n",
        "GET http://a/file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://a:80/file.txt HTTP/1.1\r\nHost: a:80\r\n\r\n",
        "GET HTTP://A/file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /file.txt?a=b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /file%2etxt HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost:a\r\nX-Y:z\r\nz: \t q \t\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nIf-None-Match: *\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"x\"\r\nIf-Modified-Since: Fri, 31 Dec 9999 23:59:59 GMT\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nRange: bytes=90-\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nRange: lines=0-1\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1\r\nIf-Range: \"x\"\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
        "\r\nGET /file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
        " GET /file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET\t/file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /file.txt\tHTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /file.txt HTTP/1.1 x\r\nHost: a\r\n\r\n",
        "GET /file.txt x HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /file.txt HTTP/1.1\rHost: a\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\rX: y\r\n\r\n",
        "GET /file.txt HTTP/2.0\r\nHost: a\r\n\r\n",
        "GET /file.txt HTTP/3.0\r\nHost: a\r\n\r\n",
        "GET /file.txt HTTP/1\r\nHost: a\r\n\r\n",
        "GET /file.txt HTTP/1.\r\nHost: a\r\n\r\n",
        "GET /file.txt HTTP/01.1\r\nHost: a\r\n\r\n",
        "GET /file.txt http/1.1\r\nHost: a\r\n\r\n",
        "GET /file.txt HTTPS/1.1\r\nHost: a\r\n\r\n",
        "GET file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET a:80 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET ?a HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /% HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a\0b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a\u{7F} HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http:///file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://u@a/file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost:\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /file.txt HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\0b\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\n Host: a\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nX\t: y\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\n: y\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nX Y: z\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nX: y\0z\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nX\0: y\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nX: é\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\nhello",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 5 5\r\n\r\nhello",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\nhello",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\nhello",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 5a\r\n\r\nhello",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "GET /file.txt HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n+5\r\nhello\r\n0\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n 5\r\nhello\r\n0\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello!\r\n0\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello0\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000005\r\nhello\r\n0\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;a\nb\r\nhello\r\n0\r\n\r\n",
        "GET /file.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999\r\n\r\n",
    ]

    /// What we answer in another way, and why. A newer nginx may have come to our view.
    private static let differences: [(input: String, ours: [Int], nginx: [Int], reason: String)] = [
        (
            "GET /folder HTTP/1.1\r\nHost: a\r\n\r\n",
            [4, 2], [3, 2], "a folder without an index is not there; nginx sends to its slash first"
        ),
        (
            "OPTIONS /file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
            [2, 2], [4, 2], "OPTIONS is answered everywhere (RFC 9110 §9.3.7)"
        ),
        (
            "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
            [2, 2], [4], "asterisk-form is known (RFC 9112 §3.2.4)"
        ),
        (
            "TRACE /file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
            [4, 2], [4], "405 both; its end is clear, so the connection may stay"
        ),
        (
            "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n",
            [5], [4], "a method that is not known is 501 (RFC 9110 §9.1)"
        ),
        (
            "BREW /file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
            [5], [4, 2], "the same; nginx says 405"
        ),
        (
            "get /file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
            [5], [4], "the same: a method in small letters is another one"
        ),
        (
            "G-T /file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
            [5], [4, 2], "the same"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\nIf-Modified-Since: Fri, 31 Dec 9999 23:59:59 GMT\r\n\r\n",
            [3, 2], [2, 2], "a later date is no reason to send it again (RFC 9110 §13.1.3); nginx wants the very date"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\nIf-Match: \"x\"\r\n\r\n",
            [4, 2], [4], "412 both; nginx closes"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\nIf-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n",
            [4, 2], [4], "the same"
        ),
        (
            "\r\n\r\nGET /file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
            [4], [2, 2], "one empty line is read over, as RFC 9112 §2.2 asks; nginx takes any number"
        ),
        (
            "\nGET /file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
            [4], [2, 2], "bare LF"
        ),
        (
            "GET  /file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
            [4], [2, 2], "one space (RFC 9112 §3); nginx takes several"
        ),
        (
            "GET /file.txt  HTTP/1.1\r\nHost: a\r\n\r\n",
            [4], [2, 2], "the same"
        ),
        (
            "GET /file.txt HTTP/1.1 \r\nHost: a\r\n\r\n",
            [4], [2, 2], "the same"
        ),
        (
            "GET /file.txt\r\n",
            [4], [0], "HTTP/0.9 has no head to put a status into"
        ),
        (
            "GET /file.txt HTTP/1.1\nHost: a\n\n",
            [4], [2, 2], "bare LF: whoever stands before us may not take it for a line's end"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\n\r\n",
            [4], [2, 2], "the same"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\n\n",
            [4], [2, 2], "the same"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\r\n\r\n",
            [4], [2, 2], "bare CR"
        ),
        (
            "GET /file.txt HTTP/1.2\r\nHost: a\r\n\r\n",
            [5], [2, 2], "only versions that exist are served"
        ),
        (
            "GET /file.txt HTTP/0.9\r\nHost: a\r\n\r\n",
            [5], [4], "505 says more"
        ),
        (
            "GET /file.txt HTTP/11\r\nHost: a\r\n\r\n",
            [4], [5], "no version at all (RFC 9112 §2.3)"
        ),
        (
            "GET /file.txt HTTP/1.10\r\nHost: a\r\n\r\n",
            [4], [2, 2], "a version has one digit and one digit"
        ),
        (
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            [5], [4], "505 says more"
        ),
        (
            "GET /file.txt#a HTTP/1.1\r\nHost: a\r\n\r\n",
            [4], [2, 2], "a fragment is never sent: two parties could cut it off or not"
        ),
        (
            "GET /é HTTP/1.1\r\nHost: a\r\n\r\n",
            [4], [4, 2], "no byte of a URI; nginx looks for such a file"
        ),
        (
            "GET /file.txt?%zz HTTP/1.1\r\nHost: a\r\n\r\n",
            [4], [2, 2], "broken escapes in queries, too"
        ),
        (
            "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n",
            [4, 2], [4], "well-formed, and no file's name"
        ),
        (
            "GET /../file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
            [4, 2], [4], "no path with dots is anywhere; they are not resolved"
        ),
        (
            "GET /folder/../file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
            [4, 2], [2, 2], "the same"
        ),
        (
            "GET //file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
            [4, 2], [2, 2], "slashes are not merged"
        ),
        (
            "GET ftp://a/file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
            [4], [2, 2], "no scheme of ours"
        ),
        (
            "GET https://a/file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
            [4], [2, 2], "no TLS here (RFC 9110 §7.4)"
        ),
        (
            "GET http://b/file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
            [4], [2, 2], "Host and target name two hosts"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a@b\r\n\r\n",
            [4], [2, 2], "no host (RFC 9112 §3.2)"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a:b\r\n\r\n",
            [4], [2, 2], "the same"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a:80:80\r\n\r\n",
            [4], [2, 2], "the same"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: [::1\r\n\r\n",
            [4], [2, 2], "the same"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\nX\r\n\r\n",
            [4], [2, 2], "a line without a colon is no field; nginx passes over it"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\nX(y): z\r\n\r\n",
            [4], [2, 2], "no token; nginx passes over it"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\nX: y\u{B}z\r\n\r\n",
            [4], [2, 2], "control characters"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
            [4], [5], "its end is not clear: 400 (RFC 9112 §6.3), not 501; both close"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
            [4], [5], "the same"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n",
            [4], [5], "the same"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n",
            [4], [5], "the same"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
            [4], [5], "the same"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
            [4], [5], "the same"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\u{B}chunked\r\n\r\n0\r\n\r\n",
            [4], [5], "control characters; both close"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5 \r\nhello\r\n0\r\n\r\n",
            [4], [2, 2], "white space after a chunk's size, without an extension"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n",
            [4], [2, 2], "bare LF after a chunk's size"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\n0\r\n\r\n",
            [4], [2, 2], "bare LF after a chunk"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\n\n",
            [4], [2, 2], "bare LF"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\nhello\r\n0\r\n\r\n",
            [4], [2], "413 for a chunk above the limit; nginx has answered before it reads the body"
        ),
        (
            "GET /../../file.txt HTTP/1.1\r\nHost: a\r\n\r\n",
            [4, 2], [4], "no path with dots is anywhere; they are not resolved"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;\r\nhello\r\n0\r\n\r\n",
            [4], [2, 2], "an extension has a name (RFC 9112 §7.1.1)"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 5\r\n\r\n",
            [4], [2, 2], "framing has no place in a trailer (RFC 9110 §6.5.1)"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX : y\r\n\r\n",
            [4], [2, 2], "a trailer is as strict as a head; nginx looks for its end only"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX\r\n\r\n",
            [4], [2, 2], "the same"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n",
            [2, 2], [1, 2, 2], "there is no body to wait for (RFC 9110 §10.1.1)"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\n\r\n",
            [4], [2, 2], "417 for what we cannot do"
        ),
        (
            "GET /file.txt HTTP/1.1\r\nHost: a\r\nAccept-Encoding: identity;q=0, *;q=0\r\n\r\n",
            [4, 2], [2, 2], "406: no form is one that the client takes (RFC 9110 §12.5.3)"
        ),
    ]

    @Test("Valid requests and attacks are answered as nginx answers them") func alike() throws {
        for input in Self.alike {
            let (ours, theirs) = try (classes(input, at: self.ours.address), classes(input, at: nginx.address))
            #expect(ours == theirs, "\(input.debugDescription)")
        }
    }

    @Test("Where the answer differs from nginx's, it is known why") func differences() throws {
        for (input, ours, theirs, reason) in Self.differences {
            #expect(try classes(input, at: self.ours.address) == ours, "\(input.debugDescription): \(reason)")
            let found = try classes(input, at: nginx.address)
            #expect(found == theirs || found == ours, "\(input.debugDescription): \(reason)")
        }
    }
}

/// An nginx of its own: on a free port of this machine, serving one folder, ended with the test.
final class Nginx {
    static let path: String? = [
        "/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx", "/opt/homebrew/bin/nginx",
    ]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

    let address: String
    /// What it serves: file.txt, and a folder.
    let folder: String
    private let prefix: URL
    private let process = Process()

    init() throws {
        let files = FileManager.default
        prefix = files.temporaryDirectory.appending(path: "nginx-\(UUID().uuidString)")
        folder = prefix.appending(path: "files").path
        try files.createDirectory(atPath: folder + "/folder", withIntermediateDirectories: true)
        try Data("a file\n".utf8).write(to: URL(fileURLWithPath: folder + "/file.txt"))
        let port = try Self.freePort()
        address = "http://127.0.0.1:\(port)"
        let configuration = """
            daemon off;
            master_process off;
            pid nginx.pid;
            error_log error.log;
            events { worker_connections 64; }
            http {
                access_log off;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                default_type text/plain;
                large_client_header_buffers 4 8k;
                client_max_body_size 8m;
                lingering_timeout 1s;
                server {
                    listen 127.0.0.1:\(port);
                    root files;
                }
            }
            """
        let file = prefix.appending(path: "nginx.conf")
        try Data(configuration.utf8).write(to: file)
        process.executableURL = URL(fileURLWithPath: Self.path ?? "")
        process.arguments = ["-p", prefix.path, "-c", file.path, "-e", prefix.appending(path: "error.log").path]
        try process.run()
        for _ in 0..<500 {
            if (try? Client(address)) != nil { return }
            usleep(10_000)
        }
        let log = (try? String(contentsOf: prefix.appending(path: "error.log"), encoding: .utf8)) ?? ""
        throw NoAnswer(received: "nginx does not start: \(log)")
    }

    deinit {
        // The thread that started it may have had its signals blocked, and a child inherits that: but for this one.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: prefix)
    }

    private static func freePort() throws -> Int {
        let listener = try Listener(.ip(host: "127.0.0.1", port: 0), backlog: 1)
        defer { close(listener.descriptor) }
        return URL(string: listener.address)?.port ?? 0
    }
}
