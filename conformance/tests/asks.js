// A target that asks to be left alone: node asks.js BACKEND STATUS SECONDS TIMES
// Hands everything on to the server at BACKEND (a port of this machine), but each write of a case is first
// answered STATUS so many TIMES, with "Retry-After: SECONDS". For every write a line on standard error:
// the milliseconds since the one before it to the same URI with the same body, and its status. The URL is
// printed.
'use strict';
const http = require('http');
const [backend, status, seconds, times] = process.argv.slice(2);
const seen = new Map();

// How often this write was there before, and when last.
function asked(request, body) {
  const key = `${request.method} ${request.url} ${body}`;
  const one = seen.get(key) || { count: 0, at: performance.now() };
  const gap = performance.now() - one.at;
  seen.set(key, { count: one.count + 1, at: performance.now() });
  return { count: one.count, gap };
}

const server = http.createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const body = Buffer.concat(parts);
    const write = ['PUT', 'PATCH'].includes(request.method) && !request.url.includes('-probe');
    const { count, gap } = write ? asked(request, body) : { count: Infinity, gap: 0 };
    const asks = count < Number(times);
    if (write) process.stderr.write(`${Math.round(gap)} ${asks ? status : 'handed-on'}\n`);
    if (asks) {
      response.writeHead(Number(status), { 'Retry-After': seconds, 'x-ms-request-id': `asks-${count}` });
      response.end();
      return;
    }
    const onwards = { host: '127.0.0.1', port: Number(backend), method: request.method, path: request.url,
      headers: request.headers };
    http.request(onwards, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    }).end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
});
