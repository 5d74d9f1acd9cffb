# The figures as a table for a person.
def padding($n): " " * ([$n - length, 0] | max) // "";
def left($n): . + padding($n);
def right($n): padding($n) + .;
def digits($n): pow(10; $n) as $p | (. * $p | round) as $r
  | "\($r / $p | floor).\("\($r % $p + $p)"[1:])";
def value($unit):
  if . == null then ""
  elif $unit == "B" then "\(. / 1e6 | digits(1)) MB"
  elif $unit == "/s" then "\(round) /s"
  elif . < 1 then "\(. * 1e3 | digits(1)) ms"
  else "\(digits(2)) s" end;
def target:
  if .target == null then ""
  elif .ratio then "at least \(.target)"
  elif .unit == "B" then "at most \(.target / 1e6) MB"
  else "under \(.target * 1000) ms" end;
def verdict: if .target == null then "" elif .met then "met" else "MISSED" end;

["what", "", "connspec", "peer", "", "ratio", "medians", "target", ""],
(.figures[] | [
  .figure, .of, (.unit as $unit | .ours | value($unit)), (.unit as $unit | .peer | value($unit)),
  .peerIs // "", (if .ratio then .ratio | digits(2) elif .share then "\(.share * 100 | round) %" else "" end),
  (if .ratioOfMedians then .ratioOfMedians | digits(2) else "" end),
  (if .share then "outside the server" else target end), verdict])
| "\(.[0] | left(10)) \(.[1] | left(7)) \(.[2] | right(10)) \(.[3] | right(10)) \(.[4] | left(18)) \(.[5] | right(7)) \(.[6] | right(8))  \(.[7] | left(14)) \(.[8])"
