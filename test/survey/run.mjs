// Validates files of surveys: node run.mjs SCHEMA FILE… It fails if the schema is no JSON Schema, or if a file does not fit it.
import { readFileSync } from 'node:fs'
import Ajv from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

const [schema, ...files] = process.argv.slice(2).map((name) => JSON.parse(readFileSync(name, 'utf8')))
const ajv = new Ajv({ allErrors: true, strict: true })
formats(ajv)
const fits = ajv.compile(schema)
const wrong = files.flatMap((file) => (fits(file) ? [] : fits.errors.map(({ instancePath, message }) => `${instancePath} ${message}`)))
console.log([`${files.length} files`, ...wrong].join('\n'))
process.exitCode = wrong.length === 0 ? 0 : 1
