// A server that answers nothing: node stalling.js. It takes each request and keeps it.
'use strict';
const server = require('http').createServer(() => {});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
});
