// What was not checked, and why: the same reason once.

const UNDECIDED_WORDS = {
    inconclusive: 'could not be decided',
    'not-implemented': 'not implemented by the target',
    skipped: 'skipped',
    'not-run': 'not run',
};

function reasonOf(check) {
    const message = text(check.message), blocker = text(check.blockedBy);
    if (check.status === 'inconclusive' && blocker) return `because of ${blocker}`;
    return message || 'the results do not say why';
}

function groupsOf(run) {
    const groups = new Map();
    for (const check of run.checks) {
        if (!UNDECIDED.includes(check.status)) continue;
        const key = check.status + '\n' + reasonOf(check);
        if (!groups.has(key)) groups.set(key, []);
        groups.get(key).push(check);
    }
    return [...groups.values()].sort((a, b) => rank(a[0].status) - rank(b[0].status) || b.length - a.length);
}

function groupRow(checks) {
    const names = lazily(plural(checks.length, 'check'), () =>
        [el('ul', {}, checks.slice(0, 500).map((check) => el('li', {}, el('a', { href: checkLink(check.id) }, check.id))),
            checks.length > 500 ? el('li', {}, `and ${checks.length - 500} more`) : null)]);
    return [el('span', {}, chip(checks[0].status)), `${UNDECIDED_WORDS[checks[0].status]}: ${reasonOf(checks[0])}`, names];
}

function selectionOf(run) {
    const selection = run.head.selection || {};
    const only = Array.isArray(selection.only) ? selection.only : [], skip = Array.isArray(selection.skip) ? selection.skip : [];
    return facts([...only.map((glob) => ['Only', glob]), ...skip.map((entry) => ['Skip', `${text(entry?.glob)}: ${text(entry?.reason) || 'no reason given'}`])]);
}

function undecidedOf(run) {
    const groups = groupsOf(run);
    return [runs.length > 1 ? el('h3', {}, run.label) : null, selectionOf(run), groups.length
        ? table(`What was not checked${runs.length > 1 ? ' in ' + run.label : ''}`, ['Status', 'Why', 'Checks'], groups.map(groupRow))
        : el('p', { class: 'empty' }, 'Everything was checked.')];
}

const undecidedSection = () => section('undecided', 'Not checked, and why', runs.map(undecidedOf));
