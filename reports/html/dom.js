'use strict';
// Elements out of words. Whatever comes from a results file gets here as a string, and a string becomes a
// text node: nothing of it is ever parsed as HTML.

// What shows nothing, acts on a terminal, or makes text stand where it is not, as \uXXXX: the same
// characters that reports/escape.c spells out. Line ends and tabs stay.
const DECEIVING =
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\u{e0000}-\u{e0fff}]/gu;

function visible(text) {
    return text.replace(DECEIVING, (c) => {
        const code = c.codePointAt(0);
        return code > 0xffff ? '\\U' + code.toString(16).padStart(8, '0') : '\\u' + code.toString(16).padStart(4, '0');
    });
}

// A member of a results line, whatever it turned out to be.
function text(value) {
    if (typeof value === 'string') return value;
    return value === undefined || value === null ? '' : JSON.stringify(value);
}

function append(parent, children) {
    for (const child of children.flat(Infinity)) {
        if (child === null || child === undefined || child === '') continue;
        parent.append(child instanceof Node ? child : document.createTextNode(visible(String(child))));
    }
    return parent;
}

function put(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {}))
        if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? '' : value);
    return append(element, children);
}

const el = (name, attributes, ...children) => put(document.createElement(name), attributes, children);
const svg = (name, attributes, ...children) =>
    put(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);

const plural = (count, word) => `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;

const number = (value) =>
    Number.isFinite(value) ? value.toLocaleString('en', { maximumFractionDigits: 1 }) : '';

function duration(seconds) {
    if (typeof seconds !== 'number') return '';
    if (seconds < 60) return `${Math.round(seconds * 10) / 10} s`;
    const minutes = Math.round(seconds / 60);
    return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

// Label and value, those without a value left out.
function facts(pairs) {
    const filled = pairs.filter(([, value]) => value instanceof Node || text(value) !== '');
    return el('dl', { class: 'facts' }, filled.map(([label, value]) =>
        [el('dt', {}, label), el('dd', {}, value instanceof Node ? value : text(value))]));
}

// rows: arrays of cells; the first of each is its header. A cell is text, a node, or a number.
function table(caption, columns, rows) {
    const isNumber = (i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number' || row[i] === '');
    const cell = (value, i) => el(i ? 'td' : 'th',
        { scope: i ? null : 'row', class: i && isNumber(i) ? 'number' : null },
        typeof value === 'number' ? number(value) : value);
    return el('table', {}, el('caption', {}, caption),
        el('thead', {}, el('tr', {}, columns.map((name, i) =>
            el('th', { scope: 'col', class: i && isNumber(i) ? 'number' : null }, name)))),
        el('tbody', {}, rows.map((row) => el('tr', {}, row.map(cell)))));
}

// A table that may be wider than the window: reachable and movable with the keyboard.
const scrolling = (label, content) =>
    el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': visible(label) + ', a table' }, content);

function section(id, title, ...children) {
    return el('section', { id, 'aria-labelledby': id + '-title' },
        el('h2', { id: id + '-title', tabindex: '-1' }, title), children);
}
