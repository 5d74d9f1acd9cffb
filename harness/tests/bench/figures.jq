# {started, measured: {NAME: [{wall, cpu, rss, status}]}} to the figures and whether each target is met.
# connspec-sending and bare-sending are the times from the first of 1000 answers to the last;
# all-answering is the sum of what each answer of a whole run took, all-server what the server worked.
def best($name; $member): [.measured[$name][][$member]] | min;
def most($name; $member): [.measured[$name][][$member]] | max;
def middle($name; $member): [.measured[$name][][$member]] | sort | .[length / 2 | floor];

# How often ours goes into the peer's value, by the best of each and by the middle of each.
def times($ours; $peer; $member):
  { ours: best($ours; $member), peer: best($peer; $member),
    ratio: (best($peer; $member) / best($ours; $member)),
    ratioOfMedians: (middle($peer; $member) / middle($ours; $member)) };
def at_least($target): . + { target: $target, met: (.ratio >= $target) };
def under($target): . + { target: $target, met: (.ours < $target) };

def rate($name): 999 / best($name; "wall");

. as $all
| .figures = [
    ({ ours: rate("connspec-sending"), peer: rate("bare-sending"),
       ratio: (rate("connspec-sending") / rate("bare-sending")),
       ratioOfMedians: (middle("bare-sending"; "wall") / middle("connspec-sending"; "wall")) }
      | at_least(0.8) + { figure: "1000 PUTs", of: "rate", unit: "/s", peerIs: "bare libcurl loop" }),
    (times("connspec"; "bare"; "wall")
      + { figure: "1000 PUTs", of: "wall", unit: "s", peerIs: "bare libcurl loop" }),
    ({ ours: most("connspec"; "rss"), peer: most("bare"; "rss"), target: 15e6 } | .met = (.ours <= .target)
      | . + { figure: "1000 PUTs", of: "memory", unit: "B", peerIs: "bare libcurl loop" }),
    (if .measured.respect then
      (times("connspec"; "respect"; "cpu") | at_least(20)
        + { figure: "1000 PUTs", of: "CPU", unit: "s", peerIs: "redocly respect" }),
      (times("connspec"; "respect"; "wall") | at_least(15)
        + { figure: "1000 PUTs", of: "wall", unit: "s", peerIs: "redocly respect" })
    else empty end),
    ({ ours: best("core"; "wall"), median: middle("core"; "wall") } | under(0.5)
      + { figure: "core run", of: "wall", unit: "s" }),
    ({ ours: best("all"; "wall"), median: middle("all"; "wall") }
      + { figure: "all levels", of: "wall", unit: "s" }),
    ({ ours: best("all-answering"; "wall"), median: middle("all-answering"; "wall") }
      + { figure: "all levels", of: "waited", unit: "s" }),
    ({ ours: best("all"; "cpu"), peer: best("all-server"; "cpu"),
       share: (best("all"; "cpu") / (best("all"; "cpu") + best("all-server"; "cpu"))) }
      + { figure: "all levels", of: "CPU", unit: "s", peerIs: "the server" }),
    ({ ours: best("start-up"; "wall"), median: middle("start-up"; "wall") } | under(0.02)
      + { figure: "start-up", of: "wall", unit: "s" })
  ]
