// A check: a line in the list, and everything there is about it, made when it is opened.

const chip = (status) => el('span', { class: `chip ${STATUSES.includes(status) ? status : 'absent'}` }, status);
const checkLink = (id) => '#check=' + encodeURIComponent(id);

function prettyValue(value) {
    const words = text(value);
    const laid = /^[[{]/.test(words) ? layJson(words, null) : null;
    return el('pre', {}, laid ? laid.nodes : words);
}

function sides(check) {
    if (check.expected === undefined && check.actual === undefined) return null;
    return el('div', { class: 'sides' },
        el('div', {}, el('h3', {}, 'Expected'), prettyValue(check.expected)),
        el('div', {}, el('h3', {}, 'Actual'), prettyValue(check.actual)));
}

function lazily(title, make) {
    const details = el('details', {}, el('summary', {}, title));
    details.addEventListener('toggle', () => details.append(...make()), { once: true });
    return details;
}

function exchangesOf(run, check) {
    if (!check.exchange) return el('p', { class: 'aside' }, 'The results name no exchange for this.');
    const chain = chainOf(run, check), shown = chain.pop();
    if (!shown)
        return el('p', { class: 'aside' }, `Exchange ${check.exchange} is in ${run.label}, and was left out of this page for its size.`);
    const where = held(check.status) || check.where === undefined ? null : text(check.where);
    const before = chain.length
        ? lazily(`What was sent before (${chain.length})`, () => chain.map((exchange) => exchangeView(exchange, null))) : null;
    const leftOut = evidenceOf(run).leftOut;
    const note = leftOut ? el('p', { class: 'aside' }, `This page has not all exchanges of ${run.label} (${plural(leftOut, 'exchange')} left out for its size): something that was sent before may be missing here.`) : null;
    return [note, before, exchangeView(shown, where)];
}

function curlOf(run, check) {
    const script = evidenceOf(run).curl.get(check.id);
    if (script === undefined && check.exchange && !held(check.status))
        return el('p', { class: 'aside' }, 'The curl script of this check is not in this page: it would be too long, or something it has to send was not kept.');
    return script === undefined ? null
        : lazily('The whole chain again, with curl', () => [el('pre', { class: 'curl' }, script)]);
}

function checkIn(run, check) {
    if (!check) return el('p', { class: 'aside' }, 'These results do not have this check.');
    const often = check.occurrences ? `${number(check.occurrences)} exchanges, ${number(check.broken || 0)} of them broke it` : '';
    return el('div', {}, facts([['status', chip(check.status)], ['message', check.message], ['where', check.where],
        ['blocked by', check.blockedBy], ['put to the test in', often], ['step', check.step], ['request id', check.requestId]]),
        sides(check), exchangesOf(run, check), curlOf(run, check));
}

function clauseLink(id) {
    const isId = /^[A-Z]+-[0-9]+$/.test(id);
    return isId ? el('a', { href: '#' + id, class: 'clause' }, id) : el('span', {}, id);
}

function detailsOf(row) {
    const clause = clauseOf(row.clause);
    const top = facts([['check', el('a', { href: checkLink(row.id) }, row.id)], ['says', row.any.says],
        ['clause', el('span', {}, clauseLink(row.clause), ' ', clause.text)], ['source', clause.source],
        ['strength', row.any.strength], ['level', row.level]]);
    if (runs.length === 1) return [top, checkIn(runs[0], row.checks[0])];
    return [top, el('div', { class: 'sides' }, runs.map((run, i) => el('section', {}, el('h3', {}, run.label), checkIn(run, row.checks[i]))))];
}

function checkItem(row) {
    const seen = row.checks.map((check, i) => el('span', {}, chip(statusIn(row, i))));
    const details = el('details', {},
        el('summary', {}, seen, el('span', {}, el('code', {}, row.id)), ' ',
            el('span', { class: 'message' }, text(row.any.message) || text(row.any.says))));
    if (runs.length > 1)
        [...details.querySelectorAll('.chip')].forEach((mark, i) => mark.setAttribute('title', visible(runs[i].label)));
    details.addEventListener('toggle', () => details.append(...append(document.createDocumentFragment(), detailsOf(row)).childNodes), { once: true });
    return el('li', {}, details);
}
