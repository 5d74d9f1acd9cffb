#!/bin/sh
# clauses.json says what the specification says.
exec scripts/check-clauses
