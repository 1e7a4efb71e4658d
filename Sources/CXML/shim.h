#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

// Charsets: a part of libc on Linux, and of what libxml2 is linked with elsewhere.
#include <errno.h>
#include <iconv.h>
