/* format.h - the values of "format" that are asserted. Pure.
 *
 *   ipv4       four decimal octets, no leading zeros (RFC 2673 section 3.2)
 *   ipv6       RFC 4291 section 2.2, an ending IPv4 address included; no zone, no brackets
 *   uuid       RFC 4122 section 3: 8-4-4-4-12 hex digits of either case
 *   date-time  RFC 3339 section 5.6; days that the month has; second 60 only at 23:59 UTC
 *   uri        RFC 3986 section 3: with a scheme, a fragment may follow */
#ifndef CONTRACT_FORMAT_H
#define CONTRACT_FORMAT_H

#include <stdbool.h>

#define FORMAT_NAMES "ipv4, ipv6, uuid, date-time, uri"
bool format_known(const char *format);

/* False for text that does not have the format, and for a format that is not known. */
bool format_valid(const char *format, const char *text);

const char *format_words(const char *format); /* "an IPv4 address"; NULL when not known */

#endif
