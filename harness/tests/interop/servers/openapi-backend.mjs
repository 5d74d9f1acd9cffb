// openapi-backend on express with our OpenAPI document, and the handlers that somebody would write who has read no more
// than that: requests are validated by the document, what is stored is what was sent, PATCH spreads.
import { readFileSync } from 'node:fs';
import express from 'express';
import { OpenAPIBackend } from 'openapi-backend';

const stored = new Map();
const gateways = new Set(['firstgateway', 'secondgateway']);
const key = (c) => JSON.stringify(Object.values(c.request.params)).toLowerCase();
const refuse = (res, status, code) => res.status(status).json({ error: { code, message: code } });
const missing = (body) => ['gateway1', 'gateway2'].some((one) => {
  const gateway = body.properties?.[one];
  return gateway && !gateways.has(gateway.name);
});
const keep = (c, res, body) => {
  if (missing(body)) return refuse(res, 400, 'GatewayNotFound');
  stored.set(key(c), body);
  return res.json(body);
};
const handlers = {
  createOrReplaceConnection: (c, req, res) => keep(c, res, { ...c.request.requestBody, etag: `W/"${Date.now()}"` }),
  updateConnection: (c, req, res) => {
    const before = stored.get(key(c));
    return before ? keep(c, res, { ...before, ...c.request.requestBody }) : refuse(res, 404, 'ResourceNotFound');
  },
  getConnection: (c, req, res) => (stored.has(key(c)) ? res.json(stored.get(key(c))) : refuse(res, 404, 'ResourceNotFound')),
  deleteConnection: (c, req, res) => res.status(stored.delete(key(c)) ? 200 : 204).end(),
};
const definition = JSON.parse(readFileSync(process.argv[2], 'utf8'));
// It does not follow references to whole paths, which both spellings of the resource group share.
for (const [path, item] of Object.entries(definition.paths))
  if (item.$ref) definition.paths[path] = structuredClone(definition.components.pathItems[item.$ref.split('/').pop()]);
const api = new OpenAPIBackend({ definition, quick: true, handlers: { ...handlers,
  validationFail: (c, req, res) => refuse(res, 400, 'InvalidRequestContent'),
  notFound: (c, req, res) => refuse(res, 404, 'NotFound'),
  notImplemented: (c, req, res) => refuse(res, 501, 'NotImplemented'),
  methodNotAllowed: (c, req, res) => refuse(res, 405, 'MethodNotAllowed'),
} });
await api.init();
const app = express();
app.use(express.json({ limit: '60mb' }));
app.use((req, res) => api.handleRequest(req, req, res));
app.use((error, req, res, next) => refuse(res, error.status ?? 500, 'InvalidRequestContent'));
const server = app.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
