// compare.mjs EXPECTED.json RESULTS.jsonl: which clauses a server does not meet, held against what is known of it. A
// clause that is not what the list says, and an entry that nothing bears out any more, end it with 1.
import { readFileSync } from 'node:fs';

const [expectation, results] = process.argv.slice(2);
const expected = JSON.parse(readFileSync(expectation, 'utf8'));
const verdict = JSON.parse(readFileSync(results, 'utf8').trimEnd().split('\n').pop());
const fine = new Set(['pass', 'note', 'not-run']);
const known = new Map();
for (const { status, because, clauses } of expected.clauses)
  for (const clause of clauses.split(' ')) {
    if (known.has(clause) || !because) throw new Error(`${expectation}: ${clause} is there twice, or without a reason`);
    known.set(clause, { status, because });
  }
let wrong = 0;
const differs = (text) => { console.log(`DIFFERS ${text}`); wrong += 1; };
if (verdict.type !== 'verdict') throw new Error(`${results}: there is no verdict`);
if (verdict.exitCode !== expected.exit) differs(`the run ended with ${verdict.exitCode}, expected: ${expected.exit}`);
for (const { id, status } of verdict.clauses) {
  const entry = known.get(id);
  known.delete(id);
  if (entry && entry.status !== status) differs(`${id} is ${status}, expected: ${entry.status} (${entry.because})`);
  if (!entry && !fine.has(status)) differs(`${id} is ${status}, and not in the list`);
}
for (const id of known.keys()) differs(`${id} is in the list, and no clause`);
const count = (status) => verdict.clauses.filter((one) => one.status === status).length;
console.log(`${expected.server}: ${count('pass') + count('note')} clauses hold, ${count('fail')} are broken, ${expected.clauses.length} reasons, ${wrong} otherwise`);
process.exit(wrong ? 1 : 0);
