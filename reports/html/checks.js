// The list of checks and its filters. Only so many rows stand in the page at a time, so that a filter
// answers at once however many checks there are.

const ROWS_AT_ONCE = 250;

const list = { filter: {}, matches: rows, shown: 0 };

function matchesFilter(row, filter) {
    return (!filter.statuses || row.checks.some((check) => check && filter.statuses.has(check.status))) &&
        (!filter.level || row.level === filter.level) &&
        (!filter.change || changeOf(row) === filter.change) &&
        filter.terms.every((term) => haystack(row).includes(term));
}

function showMore(count) {
    const next = list.matches.slice(list.shown, list.shown + count);
    list.items.append(...next.map(checkItem));
    list.shown += next.length;
    const left = list.matches.length - list.shown;
    list.more.hidden = !left;
    list.more.textContent = `Show ${Math.min(left, ROWS_AT_ONCE)} more of ${left}`;
}

function readFilter() {
    const boxes = [...list.form.querySelectorAll('input[name=status]')];
    const on = boxes.filter((box) => box.checked).map((box) => box.value);
    const value = (name) => list.form.elements[name]?.value || '';
    return {
        statuses: on.length === boxes.length ? null : new Set(on),
        level: value('level'),
        change: value('change'),
        terms: value('text').toLowerCase().split(/\s+/).filter(Boolean),
    };
}

function applyFilter() {
    const filter = readFilter();
    list.matches = rows.filter((row) => matchesFilter(row, filter));
    list.items.replaceChildren();
    list.shown = 0;
    showMore(ROWS_AT_ONCE);
    list.count.textContent = `${list.matches.length.toLocaleString('en')} of ${plural(rows.length, 'check')}`;
}

function setFilter({ statuses, level = '', change = '', words = '' }) {
    for (const box of list.form.querySelectorAll('input[name=status]')) box.checked = !statuses || statuses.includes(box.value);
    list.form.elements.level.value = level;
    list.form.elements.text.value = words;
    if (list.form.elements.change) list.form.elements.change.value = change;
    applyFilter();
}

// To the list with a filter set, for whoever follows a number to what it counts.
function goToChecks(filter) {
    setFilter(filter);
    document.getElementById('checks-title').focus();
    document.getElementById('checks').scrollIntoView();
}

function select(name, label, options) {
    return el('label', {}, label, ' ', el('select', { name }, options.map(([value, words]) => el('option', { value }, words))));
}

function filterForm() {
    const present = STATUSES.filter((status) => rows.some((row) => row.checks.some((check) => check?.status === status)));
    const count = (status) => rows.filter((row) => row.checks.some((check) => check?.status === status)).length;
    const form = el('form', { class: 'filter', 'aria-label': 'Filter the checks' },
        el('fieldset', {}, el('legend', {}, 'Status'), present.map((status) => el('label', {},
            el('input', { type: 'checkbox', name: 'status', value: status, checked: true }), ` ${status} (${number(count(status))})`))),
        select('level', 'Level', [['', 'all'], ...LEVELS.map((level) => [level, level])]),
        runs.length > 1 ? select('change', 'Change', [['', 'any'], ...CHANGES.map(([kind, words]) => [kind, words])]) : null,
        el('label', {}, 'Text', el('input', { type: 'search', name: 'text', autocomplete: 'off' })),
        el('button', { type: 'reset' }, 'Show all'));
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('input', applyFilter);
    form.addEventListener('reset', () => setTimeout(applyFilter));
    return form;
}

// Up and down go from check to check.
function moveByArrow(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const item = event.target.matches?.('.checks > li > details > summary') ? event.target.closest('li') : null;
    const next = step === 1 ? item?.nextElementSibling : step === -1 ? item?.previousElementSibling : null;
    if (!next) return;
    event.preventDefault();
    next.querySelector('summary').focus();
}

function checksSection() {
    list.form = filterForm();
    list.count = el('p', { role: 'status' });
    list.items = el('ul', { class: 'checks' });
    list.more = el('button', { type: 'button' });
    list.more.addEventListener('click', () => showMore(ROWS_AT_ONCE));
    list.items.addEventListener('keydown', moveByArrow);
    window.addEventListener('beforeprint', () => showMore(Infinity));
    const made = section('checks', 'Checks', list.form, list.count, list.items, list.more);
    applyFilter();
    return made;
}

// Opens a check and goes to it, whatever the filter was.
function openCheck(id) {
    const row = rows.find((candidate) => candidate.id === id);
    if (!row) return;
    let at = list.matches.indexOf(row);
    if (at < 0) {
        setFilter({ words: id });
        at = list.matches.indexOf(row);
    }
    if (at < 0) return;
    if (at >= list.shown) showMore(at + 1 - list.shown);
    const details = list.items.children[at].querySelector('details');
    details.open = true;
    details.querySelector('summary').focus();
    details.scrollIntoView();
}
