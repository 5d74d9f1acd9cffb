// The page, and where its addresses lead: #CORE-01 to a clause, #check=ID to a check.

function buildSections() {
    const sections = [];
    if (runs.length > 1) sections.push(compareSection());
    if (runs.length) sections.push(checksSection(), undecidedSection(), matrixSection());
    if (campaigns.length > 1) sections.push(campaignsSection());
    return sections.concat(campaigns.map(campaignSection));
}

function follow() {
    let hash;
    try {
        hash = decodeURIComponent(location.hash.slice(1));
    } catch {
        return;
    }
    if (hash.startsWith('check=')) return openCheck(hash.slice(6));
    const row = /^[A-Z]+-[0-9]+$/.test(hash) ? document.getElementById(hash) : null;
    for (const old of document.querySelectorAll('tr.target')) old.classList.remove('target');
    if (!row) return;
    row.classList.add('target');
    row.focus();
    row.scrollIntoView({ block: 'center' });
}

function build() {
    const sections = buildSections();
    const skipTo = runs.length ? '#checks' : '#campaign-1';
    append(document.getElementById('report'), [el('a', { class: 'skip', href: skipTo }, 'Skip to ' + (runs.length ? 'the checks' : 'the findings')),
        el('h1', {}, report.title), runs.map(verdictView), contents(sections), runs.length ? countsTable() : null, sections,
        el('p', { class: 'aside' }, `Made by connspec ${report.version} of ${report.sources.map((source) => source.label).join(', ')}; nothing of this page is fetched from anywhere.`)]);
    window.addEventListener('hashchange', follow);
    follow();
}

build();
