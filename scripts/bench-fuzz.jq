# The results of scripts/bench-fuzz as a Markdown table; $early and $late are numbers of executions.
def median: sort | .[(length / 2 | floor)];
def triggered($at): [.bugs[] | select(.triggeredAt and .triggeredAt <= $at)] | length;
def percent($part; $whole): if $whole > 0 then $part / $whole * 1000 | round / 10 else 0 end;
def range_of(f): [.[] | f] | "\(median) (\(min) to \(max))";

(.[0].bugs | length) as $count
| "| fuzzer | bugs at \($early) | bugs at \($late) | edges | valid JSON % | PUTs accepted % | inputs with a write accepted % | accepted PUTs a CPU-second | executions a CPU-second |",
  "|---|---|---|---|---|---|---|---|---|",
  (group_by(.fuzzer)[]
   | [ .[0].fuzzer,
       range_of(triggered($early)),
       range_of(triggered($late)),
       ([.[].edges] | median),
       ([.[] | percent(.valid; .bodies)] | median),
       ([.[] | percent(.putsAccepted; .puts)] | median),
       ([.[] | percent(.executionsAccepted; .executions)] | median),
       ([.[] | .putsAccepted / .cpuSeconds | round] | median),
       ([.[] | .executions / .cpuSeconds | round] | median) ]
   | "| " + (map(tostring) | join(" | ")) + " |"),
  "",
  "Of \($count) bugs; median and range over \([.[].seed] | unique | length) seeds.",
  "",
  "| bug | " + ([group_by(.fuzzer)[][0].fuzzer] | join(" | ")) + " |",
  "|---|" + ([group_by(.fuzzer)[] | "---|"] | join("")),
  (group_by(.fuzzer) as $fuzzers
   | .[0].bugs[].name as $name
   | "| \($name) | "
     + ([$fuzzers[]
         | [.[] | (.bugs[] | select(.name == $name) | .triggeredAt) // infinite] | median
         | if . > 1e300 then "-" else tostring end] | join(" | ")) + " |"),
  "",
  "Executions until a bug is triggered, median; \"-\": not in the median campaign."
