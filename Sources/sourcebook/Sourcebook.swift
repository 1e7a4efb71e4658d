@main
enum Sourcebook {
    static func main() {}
}
