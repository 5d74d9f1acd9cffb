// The clauses by level, with source and strength, and what became of each in every run.

function clauseCell(clause, run) {
    const { status, decided, total } = clauseIn(clause, run);
    return el('td', {}, chip(status), ' ', el('span', { class: 'aside' }, `${decided} of ${total}`));
}

function clauseRow(clause) {
    const button = el('button', { type: 'button' }, plural(clause.rows.length, 'check'));
    button.addEventListener('click', () => goToChecks({ words: '@' + clause.id }));
    const isId = /^[A-Z]+-[0-9]+$/.test(clause.id);
    return el('tr', { id: isId ? clause.id : null, tabindex: '-1' },
        el('th', { scope: 'row' }, clauseLink(clause.id)), el('td', {}, clause.strength),
        el('td', {}, clause.text), el('td', {}, clause.source), runs.map((run, i) => clauseCell(clause, i)),
        el('td', {}, clause.rows.length ? button : 'no check'));
}

function matrixSection() {
    const columns = ['Clause', 'Strength', 'What it says', 'Source', ...runs.map((run) => (runs.length > 1 ? run.label : 'Status, decided')), 'Checks'];
    const groups = LEVELS.map((level) => [level, [...clauses.values()].filter((clause) => clause.level === level)])
        .filter(([, members]) => members.length);
    return section('clauses', 'Clauses by level', scrolling('Clauses by level', el('table', {},
        el('caption', {}, 'The worst of a clause’s checks, and how many of them were decided'),
        el('thead', {}, el('tr', {}, columns.map((name) => el('th', { scope: 'col' }, name)))),
        groups.map(([level, members]) => el('tbody', {},
            el('tr', {}, el('th', { scope: 'rowgroup', colspan: columns.length }, level)), members.map(clauseRow))))));
}
