// Holds our documents against public tools: the OpenAPI document must be valid OpenAPI 3.1, our JSON
// Schemas must be valid 2020-12, and every scenario must be valid against its schema.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';

const require = createRequire(import.meta.url);
const Ajv = require('ajv/dist/2020.js').default;
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const fail = (text) => { console.error(text); process.exitCode = 1; };
const top = process.argv[2];

const openapi = read(join(top, 'harness/contract/2015-05-01-preview/openapi.json'));
const valid = await new Validator().validate(openapi);
if (!valid.valid) fail(`openapi.json: ${JSON.stringify(valid.errors, null, 2)}`);
const broken = await new Validator().validate({ ...openapi, paths: { 'no-slash': {} } });
if (broken.valid) fail('the OpenAPI validator accepts anything');

const ajv = new Ajv({ strict: false, validateFormats: false });
const scenario = ajv.compile(read(join(top, 'conformance/scenario.schema.json')));
ajv.compile(read(join(top, 'reports/results.schema.json')));
let scenarios = 0;
for (const level of readdirSync(join(top, 'conformance/scenarios'))) {
  for (const name of readdirSync(join(top, 'conformance/scenarios', level))) {
    const path = join(top, 'conformance/scenarios', level, name);
    if (!scenario(read(path))) fail(`${path}: ${ajv.errorsText(scenario.errors)}`);
    scenarios += 1;
  }
}
if (scenario({ says: 'Nothing.' })) fail('the scenario schema accepts anything');
console.log(`openapi.json is valid; ${scenarios} scenarios are valid`);
