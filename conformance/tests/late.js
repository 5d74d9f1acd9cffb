// A target that is well when it answers and goes wrong later: node late.js BACKEND HOW MS
// Hands everything on to the server at BACKEND (a port of this machine). MS milliseconds after the first
// PUT that was refused, it is HOW: "dies" (SIGSEGV), "fails" (answers 500 from then on), "forgets" (404
// to all that GETs) or "obeys" (each refused PUT of an existing connection is carried out in part: its
// tags are replaced). The URL is printed, and "late" on standard error when it has happened.
'use strict';
const http = require('http');
const [backend, how, ms] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true });
let wrong = false, started = false;

function hand_on(method, url, headers, body, done) {
  const request = http.request({ agent, host: '127.0.0.1', port: Number(backend), method, path: url, headers },
    (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => done(answer, Buffer.concat(parts)));
    });
  request.end(body);
}

function go_wrong(url) {
  process.stderr.write('late\n');
  wrong = true;
  if (how === 'dies') process.kill(process.pid, 'SIGSEGV');
  if (how === 'obeys')
    hand_on('PATCH', url, { 'Content-Type': 'application/json' }, '{"tags":{"late":"yes"}}', () => {});
}

function refused(url) {
  if (started && how !== 'obeys') return;
  started = true;
  setTimeout(() => go_wrong(url), Number(ms));
}

const server = http.createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const body = Buffer.concat(parts), headers = { ...request.headers };
    delete headers['transfer-encoding'];
    headers['content-length'] = body.length;
    hand_on(request.method, request.url, headers, body, (answer, text) => {
      const id = answer.headers['x-ms-request-id'];
      let status = answer.statusCode;
      if (wrong && how === 'fails') status = 500;
      if (wrong && how === 'forgets' && request.method === 'GET') status = 404;
      response.writeHead(status, { 'Content-Type': 'application/json', 'x-ms-request-id': id });
      response.end(text);
      if (request.method === 'PUT' && status >= 400 && status < 500) refused(request.url);
    });
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
});
