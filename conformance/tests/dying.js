// A target that a certain request ends: node dying.js PORT BACKEND TEXT, or /PATTERN/ for what several requests
// of one connection do together (of the last 64 KiB).
// Hands everything on to the server at BACKEND (a port of this machine); when a client has sent TEXT on
// one connection the whole process exits, before a byte of an answer. PORT 0 takes a free one; the URL is
// printed.
'use strict';
const net = require('net');
const [port, backend, text] = process.argv.slice(2);
const pattern = text.startsWith('/') && new RegExp(text.slice(1, -1), 's');

const server = net.createServer((client) => {
  const behind = net.connect(Number(backend), '127.0.0.1');
  let seen = '';
  client.on('data', (data) => {
    seen = (seen + data.toString('latin1')).slice(-65536);
    if (pattern ? pattern.test(seen) : seen.includes(text)) process.exit(1);
    behind.write(data);
  });
  behind.pipe(client);
  client.on('end', () => behind.end());
  for (const one of [client, behind]) one.on('error', () => { client.destroy(); behind.destroy(); });
});
server.listen({ port: Number(port), host: '127.0.0.1', exclusive: true }, () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
});
