// A body made readable, every token as it was sent: JSON.parse and JSON.stringify would lose duplicate
// members and digits. What the pointer leads to is marked.

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

function pointerParts(pointer) {
    return pointer.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

// How far down the pointer leads: the parts that are there.
function reach(value, parts) {
    let depth = 0;
    for (const part of parts) {
        if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) break;
        if (Array.isArray(value) && !/^(0|[1-9][0-9]*)$/.test(part)) break;
        value = value[part];
        depth++;
    }
    return depth;
}

// One reading of the tokens: where it is, whether that is the marked place, and what was written.
class Layout {
    constructor(target) {
        this.target = target;
        this.stack = [];
        this.pieces = [];
        this.marked = false;
    }

    write(piece) {
        const last = this.pieces.at(-1);
        if (last && last.marked === this.marked) last.text += piece;
        else this.pieces.push({ text: piece, marked: this.marked });
    }

    line() {
        this.write('\n' + '  '.repeat(this.stack.length));
    }

    // At the beginning of a member or an element: is it the marked one?
    enter(part) {
        const top = this.stack.at(-1);
        top.part = part;
        const here = this.stack.length === this.target.length && this.target.every((name, i) => this.stack[i].part === name);
        if (!here || this.marked) return;
        this.marked = true;
        top.marksPart = true;
    }

    // Behind a value.
    leave() {
        const top = this.stack.at(-1);
        if (top?.marksPart) this.marked = top.marksPart = false;
    }

    element() {
        const top = this.stack.at(-1);
        if (top && !top.object && !top.begun) {
            top.begun = true;
            this.line();
            this.enter(String(top.index));
        }
    }

    open(token) {
        this.element();
        this.write(token);
        this.stack.push({ object: token === '{', index: 0, begun: false, key: true });
    }

    close(token) {
        const top = this.stack.pop();
        if (top.begun) this.line();
        this.write(token);
        this.leave();
    }

    comma() {
        const top = this.stack.at(-1);
        this.write(',');
        top.index++;
        top.begun = false;
        top.key = true;
    }

    scalar(token) {
        const top = this.stack.at(-1);
        if (top?.object && top.key) {
            top.begun = true;
            top.key = false;
            this.line();
            this.enter(JSON.parse(token));
            this.write(token);
            return;
        }
        this.element();
        this.write(token);
        this.leave();
    }

    take(token) {
        if (token === '{' || token === '[') this.open(token);
        else if (token === '}' || token === ']') this.close(token);
        else if (token === ',') this.comma();
        else if (token === ':') this.write(': ');
        else this.scalar(token);
    }
}

// { nodes, missing }: missing is the part of the pointer that is not there. null: it is no JSON.
function layJson(source, pointer) {
    let value;
    try {
        value = JSON.parse(source);
    } catch {
        return null;
    }
    const parts = pointer === null ? [] : pointerParts(pointer), depth = reach(value, parts);
    const layout = new Layout(parts.slice(0, depth));
    layout.marked = pointer !== null && depth === 0;
    for (const [token] of source.matchAll(TOKEN)) layout.take(token);
    return {
        nodes: layout.pieces.map((piece) => (piece.marked ? el('mark', {}, piece.text) : piece.text)),
        missing: parts.slice(depth).map((part) => '/' + part).join(''),
    };
}
