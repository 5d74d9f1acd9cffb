// html_samples FOLDER - results files for html.mjs: what a run could leave, and what nobody's run should.
import fs from 'node:fs';
import path from 'node:path';

export const HOSTILE =
    '</script><script>window.pwned=1</script><img src=x onerror="window.pwned=1"><svg onload="window.pwned=1"> <!-- ' +
    '\u2028\u2029\u001b[31m\u0000\u202e {{data}} javascript:window.pwned=1 &lt; \' " ` ${window.pwned=1}';

const head = (more) => ({
    type: 'head', schema: 1, tool: { name: 'connspec', version: '0.1.0' }, run: 'k3f9a2', started: '2026-03-01T09:30:00Z',
    target: 'http://127.0.0.1:8080', apiVersion: '2015-05-01-preview', level: 'core', suite: { digest: '0'.repeat(64) },
    contract: { digest: '0'.repeat(64) }, configuration: {}, ...more,
});
const verdict = (more) => ({
    type: 'verdict', level: null, asked: 'core', outcome: 'not-conforming', exitCode: 1, counts: {}, clauses: [],
    reasons: ['CORE-01 is broken'], interrupted: false, seconds: 3.2, ...more,
});
const check = (id, clause, status, more) => ({
    type: 'check', id: `${id}@${clause}`, clause, level: 'core', strength: 'must', scenario: id, case: id, says: 'It holds.', status, ...more,
});
const exchange = (id, caseId, response, more) => ({
    type: 'exchange', id, case: caseId, step: 1, role: 'step', at: 0.1,
    request: { method: 'PUT', url: 'http://127.0.0.1:8080/x', headers: [{ name: 'Accept', value: '*/*' }], bodyLength: 2, body: '{}' },
    response: { delivery: 'answered', status: 200, headers: [{ name: 'ETag', value: '"1"' }, { name: 'Content-Type', value: 'text/plain' }], micros: 900, ...response },
    ...more,
});
const body = (text) => ({ bodyLength: text.length, body: text });

// Where a failure is: at a pointer, beside one, in a header, missing, in the status, in what is no JSON.
function places() {
    const cases = [
        ['at', '/properties/gateway1/name', body('{"properties":{"gateway1":{"name":"odd","id":1.50},"a~/b":[10,20]}}')],
        ['element', '/properties/a~0~1b/1', body('{"properties":{"gateway1":{"name":"odd"},"a~/b":[10,20]}}')],
        ['missing', '/properties/gateway2/name', body('{"properties":{"gateway1":{"name":"odd"}}}')],
        ['whole', '/', body('{"":{"x":1}}')],
        ['header', 'header content-type', body('{}')],
        ['no-header', 'header location', body('{}')],
        ['status', 'status', body('')],
        ['no-json', '/a', body('{"a":1,}')],
        ['body', 'body', body('{"a":1}')],
        ['binary', 'body', { bodyLength: 2, bodyBase64: '//4=' }],
    ];
    const lines = [head()];
    cases.forEach(([name, where, response], i) => {
        lines.push(exchange(i + 1, `core/${name}`, response));
        lines.push(check(`core/${name}`, 'CORE-01', 'fail', { where, expected: '{"name":"hub"}', actual: '"odd"', message: 'It is odd.', exchange: i + 1 }));
    });
    lines.push(check('core/skipped', 'CORE-02', 'skipped', { message: 'known, issue 12' }));
    lines.push(check('core/blocked', 'CORE-03', 'inconclusive', { message: 'The set-up failed.', blockedBy: 'core/at' }));
    return lines.concat(verdict());
}

const statusOf = (i) => (i % 10 === 0 ? 'fail' : i % 10 === 1 ? 'warn' : 'pass');

function many() {
    const lines = [head()];
    for (let i = 0; i < 3000; i++)
        lines.push(check(`core/number/${i}`, `CORE-0${1 + (i % 9)}`, statusOf(i), { message: `Message ${i}.`, expected: '200', actual: '404', where: 'status' }));
    return lines.concat(verdict());
}

// What calls itself certified, and is not; what was cut short.
const doubtful = () => [head(), check('core/a', 'CORE-01', 'fail'), verdict({ level: 'core', outcome: 'certified', exitCode: 0 })];
const cut = () => [head(), check('core/a', 'CORE-01', 'pass')];

// The same text in every string there may be.
function hostile() {
    const h = HOSTILE;
    return [
        head({ target: h, run: h, started: h, apiVersion: h, tool: { name: h, version: h }, suite: { digest: h }, contract: { digest: h },
            configuration: { [h]: h }, selection: { only: [h], skip: [{ glob: h, reason: h }] } }),
        { type: 'exchange', id: 1, case: h, step: 1, role: 'given', at: 0, request: { method: h, url: h, headers: [{ name: h, value: h }], body: h, bodyLength: 1 },
            response: { delivery: h, headers: [{ name: h, value: h }], body: h, note: h, micros: 1 } },
        { type: 'exchange', id: 2, case: h, step: 1, role: h, at: 0, request: { method: h, url: h, headers: [{ name: h, value: h }], body: JSON.stringify({ [h]: h }), bodyLength: 1 },
            response: { delivery: h, headers: [{ name: h, value: h }], body: JSON.stringify({ [h]: [h] }), note: h, micros: 1 } },
        ...['fail', 'inconclusive', 'skipped'].map((status) => ({ type: 'check', id: status + h, clause: h, level: 'core', strength: h, scenario: h, case: h, says: h, status,
            message: h, where: h, expected: h, actual: JSON.stringify([h]), blockedBy: h, requestId: h, exchange: 2 })),
        { type: 'verdict', level: h, asked: h, outcome: h, reasons: [h, h], interrupted: false, seconds: 1, clauses: [], counts: {} },
    ];
}

// Members of the wrong kind, names that objects have already.
function odd() {
    const wrong = [{}, [], 7, true, '__proto__', 'constructor'];
    return [
        { type: 'head', schema: 1, target: {}, tool: [], suite: 7, contract: 'x', selection: { only: 'x', skip: [7, null, {}] } },
        ...wrong.map((value, i) => ({ type: 'exchange', id: i + 1, case: value, role: value, request: { method: 'GET', url: '', headers: value, body: value, bodyLength: value },
            response: { headers: [value], status: value, body: value, micros: value } })),
        ...wrong.map((value, i) => ({ type: 'check', id: ['__proto__', 'constructor', 'toString', 'x', 'y', 'z'][i], clause: ['__proto__', 'data', 'report', 'CORE-01', 'CORE-1x', ''][i],
            level: 'core', strength: 'must', status: 'fail', exchange: i + 1, message: value, where: value, expected: value, actual: value, step: value, occurrences: value, blockedBy: value })),
        { type: 'verdict', asked: '__proto__', outcome: 'constructor', reasons: {}, level: 7, seconds: 'x' },
    ];
}

const samplesOf = (count) => Array.from({ length: count }, (_, i) => ({ type: 'sample', at: i * 60, executions: i * 1000, executionsPerSecond: 16.6,
    edges: 900 + Math.floor(100 * Math.log2(i + 1)), corpus: 50 + i, findings: Math.floor(i / 100), newFindings: Math.floor(i / 200) }));

function campaign(name, fresh, left, more) {
    const h = HOSTILE;
    const finding = (n, status) => ({ type: 'finding', name: n, status, kind: 'clause', fault: 'CORE-05', says: h, where: h, frames: [{ function: h, file: h, line: 3 }],
        harness: h, engine: h, seed: 7, firstSeen: h, lastSeen: h, count: 3, replays: 10, reproduced: 7, flaky: true, bytes: 40, originalBytes: 209, minimised: true, command: h });
    return [
        { type: 'campaign', schema: 1, id: name, target: h, seconds: 28800, jobs: 2, seed: 1 },
        { type: 'harness', name: h, executions: 1000000, edges: 2019, corpusBefore: 900, corpus: 912 },
        ...more, finding('put-one', 'known'), ...(fresh ? [finding(fresh, 'new')] : []),
        { type: 'campaign-verdict', new: fresh ? 1 : 0, known: 1, fixed: 0, unreproduced: 2, notLookedAt: left, elapsed: 28800 },
    ];
}

const files = { places: places(), many: many(), hostile: hostile(), odd: odd(), doubtful: doubtful(), cut: cut(), first: campaign('first', 'put-two', 0, samplesOf(480)), second: campaign('second', HOSTILE, 3, []),
    third: campaign('third', '', 3, []), fourth: campaign('fourth', '', 0, []) };
if (process.argv[2])
    for (const [name, lines] of Object.entries(files))
        fs.writeFileSync(path.join(process.argv[2], `${name}.jsonl`), lines.map((line) => JSON.stringify(line) + '\n').join(''));
