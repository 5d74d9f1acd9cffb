/* dial.h - how often what is done: the one place to turn. Percent, of the mutations. */
#ifndef MUTATE_DIAL_H
#define MUTATE_DIAL_H

#define DIAL_BROKEN 9       /* is no JSON afterwards, on purpose */
#define DIAL_WRONG 24       /* JSON, but wrong in a place; the rest is right by the schema */
#define DIAL_WRONG_VALUE 48 /* of the wrong ones: in a value, not in what stands where */
#define DIAL_HEAL 80 /* what is wrong in the input is mended first, so that errors do not pile up */
#define DIAL_MEND 88 /* the same of an input that is no JSON; else it is edited as bytes */
#define DIAL_SPACED 6 /* written with white space */
#define DIAL_BLANKS 2 /* with a run of white space in one place */
#define DIAL_FRESH 4  /* begun anew from an example of the document */
#define DIAL_RARE 2   /* of an edit that has a huge form: takes it */

#define SOFT_SIZE 700 /* bytes of a body from which on it rather shrinks */

#endif
