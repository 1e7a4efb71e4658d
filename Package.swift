// swift-tools-version: 6.2
import PackageDescription

/// What every target of ours is compiled with. The upcoming features make an import say who sees it and an
/// existential say that it is one.
let plain: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// Scripts/fuzz sets this; a plain build never sees it (Docs/decisions/0009-fuzzers-by-environment.md).
let isFuzzing = Context.environment["SOURCEBOOK_FUZZ"] != nil
let settings = plain + (isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer,address", "-enable-testing"])] : [])

// Imports run one way (Docs/architecture.md); Tests/Architecture holds the sources to it.
let package = Package(
    name: "sourcebook",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "sourcebook", targets: ["sourcebook"])
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    ],
    targets: [
        // C: what Swift's Glibc module lacks, and the system's libraries.
        .target(name: "CSystem"),
        .systemLibrary(
            name: "CMark", pkgConfig: "libcmark",
            providers: [.apt(["libcmark-dev"]), .brew(["cmark"])]),
        .systemLibrary(
            name: "CZlib", pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(
            name: "CXML", pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
        .target(name: "CFetch", linkerSettings: [.linkedLibrary("curl")]),
        .systemLibrary(name: "CStemmer", providers: [.apt(["libstemmer-dev"]), .brew(["snowball"])]),

        // The rooms of the house.
        .target(
            name: "HTTPServer",
            dependencies: [
                "CSystem", "CZlib",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "DequeModule", package: "swift-collections"),
            ],
            swiftSettings: settings),
        .target(
            name: "Store",
            dependencies: [
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings),
        // The lexicons become a part of the binary: the rules read no file.
        .target(name: "Extraction", resources: [.embedInCode("Lexicons")], swiftSettings: settings),
        .target(
            name: "Importing", dependencies: ["CXML", "CFetch"],
            swiftSettings: settings,
            linkerSettings: [.linkedLibrary("iconv", .when(platforms: [.macOS]))]),
        .target(
            name: "Knowledge",
            dependencies: ["Store", "Extraction", "CMark", "CStemmer"],
            swiftSettings: settings),
        .target(
            name: "API",
            dependencies: [
                "Knowledge", "HTTPServer", "Importing",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "sourcebook",
            dependencies: [
                "API", "Knowledge", "Store", "HTTPServer", "Importing", "Extraction",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),

        // A folder of tests for each of them, and the binary over a socket.
        .testTarget(
            name: "HTTPServerTests",
            dependencies: [
                "HTTPServer", "CSystem",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/HTTPServer", swiftSettings: settings),
        .testTarget(
            name: "StoreTests", dependencies: ["Store"],
            path: "Tests/Store", swiftSettings: settings),
        .testTarget(
            name: "ExtractionTests", dependencies: ["Extraction"],
            path: "Tests/Extraction", exclude: ["Fixtures"], swiftSettings: settings),
        .testTarget(
            name: "ImportingTests", dependencies: ["Importing"],
            path: "Tests/Importing", swiftSettings: settings),
        .testTarget(
            name: "KnowledgeTests", dependencies: ["Knowledge", "Store"],
            path: "Tests/Knowledge", exclude: ["Fixtures"], swiftSettings: settings),
        .testTarget(
            name: "APITests",
            dependencies: [
                "API", "Knowledge", "Store", "HTTPServer", "Importing",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            path: "Tests/API", swiftSettings: settings),
        .testTarget(
            name: "ArchitectureTests",
            path: "Tests/Architecture", swiftSettings: settings),
        .testTarget(
            name: "EndToEndTests", dependencies: ["sourcebook"],
            path: "Tests/EndToEnd", exclude: ["Fixtures"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)

if isFuzzing {
    package.targets.append(
        .executableTarget(
            name: "fuzz",
            dependencies: [
                "HTTPServer", "Knowledge", "Store", "Importing", "Extraction",
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            path: "Fuzz", swiftSettings: plain,
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address"])]))
}
