// sarif FILE - holds a file against the schema of SARIF 2.1.0; one that is wrong must be refused, too.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

const read = (path) => JSON.parse(fs.readFileSync(path, 'utf8'));
const folder = createRequire(import.meta.url).resolve('@microsoft/sarif-multitool-linux/package.json');
const ajv = new Ajv({ strict: false, allErrors: true });
formats(ajv);
const validate = ajv.compile(read(folder.replace('package.json', 'sarif-2.1.0.json')));

const log = read(process.argv[2]);
const broken = structuredClone(log);
delete broken.runs[0].tool.driver;
if (validate(broken)) {
    console.error('the validator accepts anything');
    process.exit(1);
}
if (!validate(log)) {
    console.error(validate.errors);
    process.exit(1);
}
console.log(`sarif: ${log.runs[0].results.length} results, as the schema asks`);
