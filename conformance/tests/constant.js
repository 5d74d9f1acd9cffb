// A server that gives every request the same answer: node constant.js STATUS [connection|echo|BODY]
// or one of these at random: node constant.js random SEED
'use strict';
const http = require('http');
const status = Number(process.argv[2]);
const what = process.argv[3] || '';
const connection = {
  name: 'connection1',
  id: '/subscriptions/s/resourceGroups/g/providers/microsoft.network/connections/connection1',
  location: 'West US',
  tags: { key1: 'value1' },
  etag: 'W/"00000000-0000-0000-0000-000000000000"',
  properties: {
    gateway1: { name: 'firstgateway', id: '/g/firstgateway' },
    gateway2: { name: 'secondgateway', id: '/g/secondgateway' },
    connectionType: 'SiteToSite',
    connectivityState: 'Connected',
    allocatedIPAddresses: ['10.0.0.1'],
    ipsecParameters: {
      encryptionType: 'AES256', pfsGroup: 'PFS2', saDataSizeKilobytes: '1024',
      saLifeTimeSeconds: '3600', hashAlgorithm: 'SHA256',
    },
  },
};
// Numerical Recipes' generator: the same seed, the same sequence.
let state = Number(what) >>> 0;
const random = (n) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * n);
};
const choices = [[200, 'connection'], [200, 'echo'], [201, 'connection'], [204, ''], [400, '{}'],
  [404, '{}'], [405, ''], [500, 'oops']];

const server = http.createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const [code, kind] = Number.isNaN(status) ? choices[random(choices.length)] : [status, what];
    const body = kind === 'echo' ? Buffer.concat(chunks)
      : kind === 'connection' ? JSON.stringify(connection) : kind;
    response.writeHead(code, { 'Content-Type': 'application/json', 'x-ms-request-id': '1' });
    response.end(code === 204 ? undefined : body);
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
});
