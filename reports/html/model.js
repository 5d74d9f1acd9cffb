// What the page knows: the runs and campaigns of its results files, and their checks side by side.

// The worst first: the order of the list of checks, and what a clause or several runs count as.
const STATUSES = ['fail', 'warn', 'inconclusive', 'not-implemented', 'skipped', 'not-run', 'note', 'pass'];
const LEVELS = ['core', 'family', 'platform', 'robust'];
const UNDECIDED = ['inconclusive', 'not-implemented', 'skipped', 'not-run'];
const rank = (status) => {
    const index = STATUSES.indexOf(status);
    return index < 0 ? STATUSES.length : index;
};
const held = (status) => status === 'pass' || status === 'note';
const broken = (status) => status === 'fail' || status === 'warn';

const report = JSON.parse(document.getElementById('data').textContent);
const runs = report.sources.filter((source) => source.kind === 'run');
const campaigns = report.sources.filter((source) => source.kind === 'campaign');

// A row a check: what became of it in each run (undefined where a run does not have it).
function rowsOf() {
    const byId = new Map();
    runs.forEach((run, index) => {
        for (const check of run.checks) {
            let row = byId.get(check.id);
            if (!row) {
                row = { id: check.id, clause: check.clause, level: check.level, checks: new Array(runs.length), worst: 'pass' };
                byId.set(check.id, row);
            }
            row.checks[index] = check; // no file has a check twice
            if (row.any && rank(check.status) >= rank(row.worst)) continue;
            row.worst = check.status;
            row.any = check;
        }
    });
    const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    return [...byId.values()].sort((a, b) => rank(a.worst) - rank(b.worst) || order(a.id, b.id));
}

const rows = rowsOf();
const statusIn = (row, run) => (row.checks[run] ? row.checks[run].status : 'absent');

// What is searched, made when it is searched first.
function haystack(row) {
    row.words ??= row.checks.filter(Boolean).concat(clauseOf(row.clause))
        .map((c) => [c.id, c.clause, c.says, c.message, c.where, c.expected, c.actual, c.requestId, c.blockedBy, c.text].map(text).join('\n'))
        .join('\n').toLowerCase();
    return row.words;
}

// The clauses of the contract, and those that only the results know.
function clausesOf() {
    const known = new Map(report.clauses.map((clause) => [clause.id, { ...clause, rows: [] }]));
    for (const row of rows) {
        if (!known.has(row.clause))
            known.set(row.clause, { id: row.clause, level: row.level, strength: row.any.strength, text: '', source: '', rows: [] });
        known.get(row.clause).rows.push(row);
    }
    return known;
}

const clauses = clausesOf();
function clauseOf(id) {
    return clauses.get(id) || { id, text: '', source: '' };
}

// The worst of a clause's checks in a run, and how many of them were decided.
function clauseIn(clause, run) {
    const checks = clause.rows.map((row) => row.checks[run]).filter(Boolean);
    const decided = checks.filter((check) => !UNDECIDED.includes(check.status)).length;
    const status = checks.reduce((worst, check) => (rank(check.status) < rank(worst) ? check.status : worst), 'pass');
    return { status: checks.length ? status : 'not-run', decided, total: checks.length };
}

// Exchanges and curl scripts lie in blocks of their own, and are read when the first one is asked for.
function evidenceOf(run) {
    if (!run.evidence) {
        const block = JSON.parse(document.getElementById('evidence-' + run.number).textContent);
        run.evidence = {
            exchanges: new Map(block.exchanges.map((exchange) => [exchange.id, exchange])),
            curl: new Map(block.curl),
            leftOut: block.leftOut,
        };
    }
    return run.evidence;
}

// What was sent in the same case up to the exchange that shows a check, that one last.
function chainOf(run, check) {
    const all = evidenceOf(run).exchanges, shown = all.get(check.exchange);
    if (!shown) return [];
    const before = [...all.values()].filter((x) => x.case !== undefined && x.case === shown.case && x.id < shown.id &&
        x.retryAfter === undefined && ['given', 'step', 'read-back', 'twin'].includes(x.role));
    return [...before.sort((a, b) => a.id - b.id), shown];
}
