/* html.h - the parts of the HTML report; render.h is what others use.
 *
 * The page has a Content-Security-Policy that allows one style and one script, by their SHA-256, and
 * nothing from anywhere. What came from outside stands in blocks of JSON that no browser runs, and
 * reaches the page as text nodes of the script (reports/html/dom.js), or is escaped here. */
#ifndef REPORTS_HTML_H
#define REPORTS_HTML_H

#include "reports/render.h"

/* A file of reports/html/, as it was when connspec was built. Ends the program for one that is not there. */
struct bytes html_file(const char *name);
void html_script(struct buf *out);                  /* all of its scripts, in the order they need */
void html_hash(struct buf *out, struct bytes text); /* SHA-256 in Base64, for the policy */

/* A JSON value for a script element: no '<', '>' or '&' is left, nor anything that no terminal shows. Long
 * texts and lists are cut, and say so. Of an object the members named in `without` (NULL: none) are left out. */
void html_json(struct buf *out, const cJSON *value, const char *const *without);
void html_json_text(struct buf *out, const char *text); /* any bytes, as a string */
#define HTML_TEXT_MAX ((size_t)72 << 10)
#define HTML_LIST_MAX 1000

/* {"version", "title", "contract", "clauses", "sources"}: everything but the evidence. */
void html_data(const struct report_source *list, size_t count, const struct contract *c,
               const char *title, struct buf *out);
/* {"exchanges", "curl", "leftOut"} of a run in at most about `room` bytes, what shows failures first. */
void html_evidence(const struct results *r, size_t room, struct buf *out);
/* Verdict, counts and what does not hold, as HTML for a browser that runs no script. */
void html_plain(const struct report_source *list, size_t count, struct buf *out);

/* Why the verdict of a run cannot be believed: the file's own checks say otherwise. NULL: it can. */
const char *verdict_doubt(const struct results *r);

#endif
