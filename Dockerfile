# Sourcebook in a container:
#
#   docker build -t sourcebook .
#   docker run --read-only -v sourcebook:/data -p 127.0.0.1:8080:8080 sourcebook
#
# The database is on the volume /data; nothing else is written to, so the root file system may be read-only.

ARG BUILD_IMAGE=swift:6.3-bookworm
ARG RUN_IMAGE=debian:bookworm-slim

FROM ${BUILD_IMAGE} AS build
RUN apt-get -qq update \
    && DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends \
        libsqlite3-dev libcurl4-openssl-dev zlib1g-dev libcmark-dev libstemmer-dev libxml2-dev pkg-config >/dev/null \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
# The packages that Sourcebook is built on are fetched anew only when the manifest changes.
COPY Package.swift ./
RUN swift package resolve
COPY Sources Sources
# The manifest names the tests' folders, so these must be there.
COPY Tests Tests
# No symbols: nothing in the image would read them.
RUN swift build --quiet --configuration release --product sourcebook --static-swift-stdlib \
        -Xswiftc -use-ld=lld -Xlinker --strip-all \
    && cp .build/release/sourcebook /sourcebook

FROM ${RUN_IMAGE}
RUN apt-get -qq update \
    && DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends \
        ca-certificates libcmark0.30.2 libcurl4 libsqlite3-0 libstdc++6 libstemmer0d libxml2 tzdata zlib1g >/dev/null \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin sourcebook \
    && install --directory --owner=sourcebook --group=sourcebook /data
COPY --from=build /sourcebook /usr/local/bin/sourcebook
COPY Migrations /usr/local/share/sourcebook/Migrations
COPY Public /usr/local/share/sourcebook/Public
COPY Views /usr/local/share/sourcebook/Views
COPY Demo /usr/local/share/sourcebook/Demo
USER 10001
WORKDIR /data
VOLUME /data
ENV SOURCEBOOK_HOST=0.0.0.0 SOURCEBOOK_DATABASE=/data/sourcebook.db
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["sourcebook", "healthcheck"]
ENTRYPOINT ["sourcebook"]
CMD ["serve"]
