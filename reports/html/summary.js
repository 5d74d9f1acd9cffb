// The top of the page: what was judged, the verdict, and why.

const WORDS = {
    certified: ['pass', 'CERTIFIED', 'every must was checked and holds'],
    'not-conforming': ['fail', 'NOT CONFORMING', ''],
    incomplete: ['warn', 'INCOMPLETE', 'nothing is broken, but not everything was checked'],
};

const levelWords = (level) => (level === 'all' ? 'all levels' : text(level));

function verdictOf(run) {
    if (run.doubt) return ['fail', 'NOT TO BE BELIEVED', ''];
    if (!run.verdict) return ['warn', 'INCOMPLETE: the run ended before its verdict', ''];
    const [colour, word, why] = Object.hasOwn(WORDS, run.verdict.outcome) ? WORDS[run.verdict.outcome]
        : ['warn', `NO VERDICT (${text(run.verdict.outcome)})`, ''];
    return [colour, `${word} at ${levelWords(run.verdict.asked)}`, why];
}

function certifiedLevel(run) {
    if (run.doubt) return 'nothing that can be believed';
    const verdict = run.verdict || {};
    if (verdict.asked === 'all' && verdict.outcome === 'certified') return 'platform and robust';
    return text(verdict.level) || 'nothing';
}

function reasonsOf(run) {
    const reasons = Array.isArray(run.verdict?.reasons) ? run.verdict.reasons : [];
    const items = reasons.map((reason) => el('li', {}, text(reason)));
    const first = el('ul', {}, items.slice(0, 5));
    return items.length > 5 ? [first, el('details', {}, el('summary', {}, `and ${items.length - 5} more`), el('ul', {}, items.slice(5)))]
        : items.length ? first : null;
}

const short = (digest) => text(digest).slice(0, 16);

function verdictView(run) {
    const [colour, words, why] = verdictOf(run), head = run.head;
    return el('div', { class: `verdict ${colour}` },
        runs.length > 1 ? el('h2', {}, run.label) : null,
        el('strong', {}, words), why ? el('p', {}, why) : null, reasonsOf(run),
        facts([['Certified', certifiedLevel(run)], ['Target', head.target], ['API version', head.apiVersion],
            ['Run', `${text(head.run)} of ${text(head.started)}` + (run.verdict ? `, ${duration(run.verdict.seconds)}` : '')],
            ['Written by', `${text(head.tool?.name)} ${text(head.tool?.version)}`],
            ['Suite, contract', `${short(head.suite?.digest)}, ${short(head.contract?.digest)}`], ['Results', run.label]]),
        run.doubt ? el('p', { class: 'warning' }, el('strong', {}, text(run.doubt))) : null,
        run.incomplete ? el('p', { class: 'warning' }, 'These results are incomplete: the run was cut short.') : null,
        head.contract?.digest !== report.contract
            ? el('p', { class: 'warning' }, 'The run was made with another contract than this connspec has: clause texts here may not be those it was judged by.') : null);
}

function countsTable() {
    const present = STATUSES.filter((status) => runs.some((run) => run.checks.some((check) => check.status === status)));
    const count = (run, status) => run.checks.filter((check) => check.status === status).length;
    const follow = (status) => {
        const button = el('button', { type: 'button', class: status }, status);
        button.addEventListener('click', () => goToChecks({ statuses: [status] }));
        return button;
    };
    const counts = table('Checks by status', ['Status', ...runs.map((run) => (runs.length > 1 ? run.label : 'Checks'))],
        present.map((status) => [follow(status), ...runs.map((run) => count(run, status))]));
    counts.classList.add('narrow');
    return scrolling('Checks by status', counts);
}

function contents(sections) {
    return el('nav', { 'aria-label': 'Contents' }, el('ul', {}, sections.map((made) =>
        el('li', {}, el('a', { href: '#' + made.id }, made.querySelector('h2').textContent)))));
}
