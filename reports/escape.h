/* escape.h - outside text made harmless for where it goes. */
#ifndef REPORTS_ESCAPE_H
#define REPORTS_ESCAPE_H

#include "base/buf.h"
#include "base/bytes.h"

/* For a terminal, and for a comment that must stay on its line: control characters (line ends too),
 * C1, characters that are invisible or turn the direction of text come out as \u001b or \U0001f5ff,
 * bytes that are no UTF-8 as \xff. */
void escape_terminal(struct buf *out, struct bytes text);

/* For XML 1.0, in an attribute or between tags. Characters XML cannot hold come out as above. */
void escape_xml(struct buf *out, struct bytes text);

/* Code in Markdown, in backticks, where nothing of Markdown or HTML is understood; also in the cell of a table.
 * On one line, as for a terminal. */
void escape_markdown(struct buf *out, struct bytes text);

/* One word of POSIX sh, in single quotes. A NUL, which no word can hold, is left out. */
void escape_shell(struct buf *out, struct bytes text);

/* The name of the file that belongs to a check, without suffix: "core--put-creates--dedicated@CORE-01"
 * for "core/put-creates/dedicated@CORE-01". Never has a slash or anything a shell cares about. */
void escape_file_name(struct buf *out, const char *check_id);

#endif
