// Writes generated/graph.json: JSON Schema of the types in answers.ts.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createGenerator } from 'ts-json-schema-generator'

const here = dirname(fileURLToPath(import.meta.url))
const schema = createGenerator({
  path: join(here, 'answers.ts'),
  type: 'Answers',
  skipTypeCheck: true,
  additionalProperties: false,
}).createSchema('Answers')

// Two workers may come here at once: each writes a file of its own, and the last one stays.
mkdirSync(join(here, 'generated'), { recursive: true })
const own = join(here, 'generated', `graph-${process.pid}.json`)
writeFileSync(own, JSON.stringify(schema, null, 1))
renameSync(own, join(here, 'generated', 'graph.json'))
