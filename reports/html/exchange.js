// One exchange as it went over the wire, the place that broke the check marked.

const isPointer = (where) => where.startsWith('/');
const headerName = (where) => (where.startsWith('header ') ? where.slice(7).toLowerCase() : null);

function headerLines(message, marked) {
    const list = Array.isArray(message.headers) ? message.headers : [];
    const lines = list.map((header) => {
        const words = `${text(header?.name)}: ${text(header?.value)}` +
            (header?.valueLength ? `… (${header.valueLength} bytes in all)` : '');
        const here = marked !== null && text(header?.name).toLowerCase() === marked;
        return [here ? el('mark', {}, words) : words, '\n'];
    });
    if (message.headersCut) lines.push('(more headers, which were not kept)\n');
    return lines;
}

const hasHeader = (message, name) =>
    Array.isArray(message.headers) && message.headers.some((header) => text(header?.name).toLowerCase() === name);

function bodyNote(message) {
    const length = message.bodyLength;
    if (typeof length !== 'number') return 'no body';
    return plural(length, 'byte') + ' of body' + (message.bodyCut ? ', of which only the beginning was kept' : '');
}

// The body, and a sentence where the pointer leads to nothing in it.
function bodyOf(message, where) {
    if (typeof message.body !== 'string')
        return message.bodyBase64 === undefined ? [] : [el('pre', {}, 'base64: ', text(message.bodyBase64))];
    const laid = message.bodyCut ? null : layJson(message.body, where !== null && isPointer(where) ? where : null);
    const content = laid ? laid.nodes : message.body;
    const pre = el('pre', {}, where === 'body' ? el('mark', {}, content) : content);
    return laid && laid.missing
        ? [el('p', { class: 'missing' }, 'In what is marked there is no ', el('code', {}, laid.missing), '.'), pre]
        : [pre];
}

function statusLine(response, where) {
    const words = response.status === undefined ? text(response.delivery) : `HTTP ${text(response.status)}`;
    const line = where === 'status' ? el('mark', {}, words) : words;
    return [line, response.note ? ` (${text(response.note)})` : '', '\n'];
}

function answerOf(response, where) {
    const name = where === null ? null : headerName(where);
    const missing = name !== null && !hasHeader(response, name)
        ? el('p', { class: 'missing' }, 'The answer has no header ', el('code', {}, name), '.') : null;
    const took = typeof response.micros === 'number' ? `, ${number(response.micros / 1000)} ms` : '';
    return [
        el('h3', {}, 'Answer', el('span', { class: 'aside' }, `, ${bodyNote(response)}${took}`)),
        missing, el('pre', {}, statusLine(response, where), headerLines(response, name)), bodyOf(response, where)];
}

// `where` null: nothing of it is to blame.
function exchangeView(exchange, where) {
    const request = exchange.request || {}, response = exchange.response || {};
    return el('div', { class: 'exchange' },
        el('h3', {}, 'Request', el('span', { class: 'aside' },
            ` ${text(exchange.id)}, ${text(exchange.role)}${exchange.step ? ', step ' + text(exchange.step) : ''}, ${bodyNote(request)}`)),
        el('pre', {}, text(request.method), ' ', text(request.url), '\n', headerLines(request, null)),
        bodyOf(request, null), answerOf(response, where));
}
