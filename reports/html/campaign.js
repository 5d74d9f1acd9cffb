// A fuzz campaign: what it found, and how it went.

const FINDING_STATUS = { new: 'fail', known: 'warn', fixed: 'pass' };
const findingChip = (status) => el('span', { class: `chip ${Object.hasOwn(FINDING_STATUS, status) ? FINDING_STATUS[status] : 'absent'}` }, status);

const frameWords = (frame) =>
    text(frame?.function) + (frame?.file ? ` (${text(frame.file)}${frame.line ? ':' + text(frame.line) : ''})` : '');

function findingItem(finding) {
    const frames = Array.isArray(finding.frames) ? finding.frames : [];
    const clause = clauses.get(finding.fault);
    return el('li', {}, el('details', {},
        el('summary', {}, el('span', {}, findingChip(text(finding.status))), el('span', {}, el('code', {}, text(finding.name))), ' ',
            finding.flaky === true ? el('span', { class: 'warn' }, 'flaky ') : null, el('span', { class: 'message' }, text(finding.says))),
        facts([['kind', finding.kind], ['fault', finding.fault], ['clause', clause ? `${clause.text} [${clause.source}]` : ''],
            ['where', finding.where], ['stack', frames.map(frameWords).join(' < ')],
            ['found by', [finding.harness, finding.engine].filter(Boolean).map(text).join(', ') + (finding.seed === undefined ? '' : `, seed ${text(finding.seed)}`)],
            ['seen', `${text(finding.firstSeen)} to ${text(finding.lastSeen)}, ${number(finding.count)} times`],
            ['replays', finding.replays === undefined ? '' : `${number(finding.reproduced)} of ${number(finding.replays)} do it again`],
            ['input', `${number(finding.bytes)} bytes` + (finding.minimised ? `, minimised from ${number(finding.originalBytes)}` : '')]]),
        finding.command ? [el('p', { class: 'aside' }, 'Again:'), el('pre', {}, text(finding.command))] : null));
}

function findingsOf(campaign) {
    const order = ['new', 'known', 'fixed'];
    const sorted = [...campaign.findings].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
    return sorted.length ? el('ul', { class: 'checks' }, sorted.map(findingItem)) : el('p', { class: 'empty' }, 'Nothing was found.');
}

function plotsOf(campaign) {
    const good = campaign.samples.filter((sample) => typeof sample.at === 'number');
    if (good.length < 2)
        return el('p', { class: 'empty' }, 'There are no samples over time in these results, and so no plots.');
    const line = (name, member) => [name, good.filter((sample) => typeof sample[member] === 'number').map((sample) => [sample.at, sample[member]])];
    const columns = [['Executions', 'executions'], ['Executions a second', 'executionsPerSecond'], ['Edges', 'edges'], ['Corpus', 'corpus'], ['Findings', 'findings'], ['New findings', 'newFindings']];
    const caption = `The figures of ${campaign.label} over time`;
    return [el('div', { class: 'plots' }, plot('Coverage: edges', [line('edges', 'edges')]), plot('Executions', [line('executions', 'executions')]),
        plot('Corpus: inputs', [line('inputs', 'corpus')]), plot('Findings', [line('all', 'findings'), line('new', 'newFindings')])),
    el('details', {}, el('summary', {}, 'The figures'), scrolling(caption, table(caption, ['Time', ...columns.map(([name]) => name)],
        thinned(good, 25).map((sample) => [duration(sample.at), ...columns.map(([, member]) => (typeof sample[member] === 'number' ? sample[member] : ''))]))))];
}

function campaignVerdict(campaign) {
    const count = (status) => campaign.findings.filter((finding) => finding.status === status).length;
    const fresh = count('new'), verdict = campaign.verdict, head = campaign.head;
    const open = !verdict ? '; the campaign was cut short' : verdict.notLookedAt ? '; not everything was looked at' : '';
    return el('div', { class: `verdict ${fresh ? 'fail' : open ? 'warn' : 'pass'}` },
        el('strong', {}, `${fresh} new, ${count('known')} known, ${count('fixed')} fixed${open}`),
        facts([['Target', head.target], ['Campaign', head.id], ['Took', verdict ? duration(verdict.elapsed) : ''], ['Asked for', duration(head.seconds)],
            ['Jobs, seed', `${text(head.jobs)}, ${text(head.seed)}`], ['Did nothing when replayed', verdict ? verdict.unreproduced : ''],
            ['Still to be looked at', verdict ? verdict.notLookedAt : ''], ['Results', campaign.label]]));
}

function campaignSection(campaign, index) {
    const title = campaigns.length > 1 ? `Fuzz campaign: ${campaign.label}` : 'Fuzz campaign';
    const caption = `Harnesses of ${campaign.label}`;
    return section(`campaign-${index + 1}`, title, campaignVerdict(campaign), el('h3', {}, 'Findings'), findingsOf(campaign),
        el('h3', {}, 'Over time'), plotsOf(campaign), el('h3', {}, 'Harnesses'),
        scrolling(caption, table(caption, ['Harness', 'Executions', 'Edges', 'Corpus before', 'Corpus'],
            campaign.harnesses.map((h) => [text(h.name), ...['executions', 'edges', 'corpusBefore', 'corpus'].map((member) => (typeof h[member] === 'number' ? h[member] : ''))]))));
}

// Several campaigns: each finding, and what it was in each of them.
function campaignsSection() {
    const names = [...new Set(campaigns.flatMap((campaign) => campaign.findings.map((finding) => text(finding.name))))].sort();
    const statusOf = (campaign, name) => campaign.findings.find((finding) => finding.name === name)?.status;
    return section('campaigns', 'Findings, campaign by campaign', scrolling('Findings, campaign by campaign',
        table('What each finding was in each campaign', ['Finding', ...campaigns.map((campaign) => campaign.label)],
            names.map((name) => [name, ...campaigns.map((campaign) => {
                const status = statusOf(campaign, name);
                return status === undefined ? 'not there' : findingChip(text(status));
            })]))));
}
