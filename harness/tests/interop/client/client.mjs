// client.mjs URL TOKEN CORPUS - Microsoft's own client of this api-version (npm azure-arm-network) against a
// server: what it understands of connections that were PUT is what was sent; shared keys; DELETE. Where its requests are
// not those of the page, the answers are held to what the docs say of that (SCENARIOS.md, "Microsoft's own client").
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
const require = createRequire(import.meta.url)
const network = require('azure-arm-network')
const { TokenCloudCredentials } = require('azure-common')

const [url, token, corpus] = process.argv.slice(2)
const subscriptionId = '00000000-0000-0000-0000-000000000000'
const client = network.createNetworkResourceProviderClient(new TokenCloudCredentials({ subscriptionId, token }), url)
const connections = client.virtualNetworkGatewayConnections

// Its answer, or its error, which has the status.
const ask = (operation, ...rest) =>
  new Promise((resolve) => connections[operation]('myrg1', ...rest, (error, answer) => resolve(error ?? answer)))

// Its own writes are those of a later page (virtualNetworkGateway1 and so on): connections are made by hand.
async function put(name, rest, body) {
  const answer = await fetch(
    `${url}/subscriptions/${subscriptionId}/resourceGroups/myrg1/providers/microsoft.network/connections/${name}${rest}?api-version=2015-05-01-preview`,
    { method: 'PUT', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` }, body: JSON.stringify(body) })
  assert.equal(answer.status, 200, `PUT ${name}${rest}: ${await answer.text()}`)
}

const types = { dedicated: 'Dedicated', 'site-to-site': 'SiteToSite', 'point-to-site': 'PointToSite' }
for (const [name, type] of Object.entries(types)) {
  const body = { ...JSON.parse(readFileSync(`${corpus}/put/accept/${name}.json`, 'utf8')), name }
  await put(name, '', body)
  const { statusCode, virtualNetworkGatewayConnection: got } = await ask('get', name)
  assert.equal(statusCode, 200)
  assert.deepEqual([got.name, got.location, got.connectionType], [name, body.location, type])
  assert.deepEqual(got.tags, body.tags)
  assert.match(got.id, new RegExp(`/resourceGroups/myrg1/.*/connections/${name}$`))
  assert.ok(got.etag)
}

// It lists a resource group's connections, the page those of a gateway.
assert.equal((await ask('list')).statusCode, 404, 'the list')

await put('dedicated', '/sharedkey', { value: 'abcDEF123' })
assert.equal((await ask('getSharedKey', 'dedicated')).value, 'abcDEF123')
// It wraps what it writes in "properties", which the page does not.
assert.equal((await ask('setSharedKey', 'dedicated', { value: 'another1' })).statusCode, 400)
assert.equal((await ask('resetSharedKey', 'dedicated', { keyLength: 32 })).statusCode, 400)
assert.equal((await ask('getSharedKey', 'dedicated')).value, 'abcDEF123', 'what was refused changed the key')

assert.ok([200, 204].includes((await ask('beginDeleting', 'dedicated')).statusCode), 'DELETE')
assert.equal((await ask('get', 'dedicated')).statusCode, 404, 'it is still there')
assert.equal((await ask('get', 'site-to-site')).statusCode, 200, 'another one is gone')
console.log(`client: azure-arm-network gets and deletes connections, and reads a shared key, as they were PUT`)
