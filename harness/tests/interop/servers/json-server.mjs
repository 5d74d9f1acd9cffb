// json-server 0.17 as its users would set it up for this API: its router on a collection, a rewriter in front.
//   - .../connections/NAME becomes /connections/NAME; of the query nothing is handed on (json-server would search by it)
//   - PUT of a name that is not there is what json-server calls POST: it has no other way to make one
// What it answers, and what it keeps, is its own.
import jsonServer from 'json-server';

const app = jsonServer.create();
const router = jsonServer.router({ connections: [] });
app.use(jsonServer.bodyParser);
app.use((request, response, next) => {
  const found = /^\/subscriptions\/[^/]+\/resourceGroups?\/[^/]+\/providers\/microsoft\.network\/connections\/([^/?]+)(?:\?.*)?$/i.exec(request.url);
  if (!found) return next();
  const id = decodeURIComponent(found[1]);
  request.url = `/connections/${encodeURIComponent(id)}`;
  if (request.method === 'PUT' && !router.db.get('connections').getById(id).value()) {
    request.method = 'POST';
    request.url = '/connections';
    request.body = { ...request.body, id };
  }
  return next();
});
app.use(router);
const server = app.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
