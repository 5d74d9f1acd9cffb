// Two of the runs beside each other: what got fixed, what broke.

const CHANGES = [
    ['broke', 'broke: held before'],
    ['appeared', 'broken, and not decided before'],
    ['fixed', 'fixed: holds now'],
    ['lost', 'held before, not decided now'],
    ['gained', 'holds, and was not decided before'],
    ['unfixed', 'broken before, not decided now'],
];

const compared = { from: 0, to: 0 };

function kindOfChange(from, to) {
    if (broken(to)) return broken(from) ? '' : held(from) ? 'broke' : 'appeared';
    if (held(to)) return held(from) ? '' : broken(from) ? 'fixed' : 'gained';
    return held(from) ? 'lost' : broken(from) ? 'unfixed' : '';
}

const changeOf = (row) => kindOfChange(statusIn(row, compared.from), statusIn(row, compared.to));

function changedTable([kind, words], members) {
    const shown = members.slice(0, 100).map((row) => [el('a', { href: checkLink(row.id) }, row.id), clauseLink(row.clause),
        chip(statusIn(row, compared.from)), chip(statusIn(row, compared.to)), text((row.checks[compared.to] || row.any).message)]);
    const all = el('button', { type: 'button' }, `All ${members.length} in the list`);
    all.addEventListener('click', () => goToChecks({ change: kind }));
    return el('details', { open: kind === 'broke' || kind === 'fixed' },
        el('summary', {}, `${words[0].toUpperCase()}${words.slice(1)} (${members.length})`),
        scrolling(words, table(words, ['Check', 'Clause', runs[compared.from].label, runs[compared.to].label, 'Message'], shown)),
        members.length > 100 ? all : null);
}

function compareView() {
    const kinds = CHANGES.map((change) => [change, rows.filter((row) => changeOf(row) === change[0])]);
    const same = rows.length - kinds.reduce((sum, [, members]) => sum + members.length, 0);
    return [el('p', {}, kinds.filter(([, members]) => members.length).map(([[, words], members]) => `${members.length} ${words}`)
        .concat(`${same} as before`).join('; ') + '.'),
    kinds.filter(([, members]) => members.length).map(([change, members]) => changedTable(change, members))];
}

function compareSection() {
    compared.to = runs.length - 1;
    const options = runs.map((run, i) => [String(i), run.label]);
    const from = select('from', 'From', options), to = select('to', 'To', options), view = el('div', {});
    const choose = () => {
        compared.from = Number(from.querySelector('select').value);
        compared.to = Number(to.querySelector('select').value);
        view.replaceChildren();
        append(view, compareView());
        if (list.form) applyFilter();
    };
    to.querySelector('select').value = String(compared.to);
    const form = el('form', { class: 'filter', 'aria-label': 'Choose what is compared' }, from, to);
    form.addEventListener('input', choose);
    form.addEventListener('submit', (event) => event.preventDefault());
    choose();
    return section('compare', 'What changed', form, view);
}
