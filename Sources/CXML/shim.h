#include <libxml/xmlversion.h>
// Debian's libxml2 converts by ICU, whose headers are not those of the ICU that Foundation brings along. Only the fields
// of xmlCharEncodingHandler change without it, and nobody here looks at those.
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

// Charsets: a part of libc on Linux, and of what libxml2 is linked with elsewhere.
#include <iconv.h>
