// Runs wiremock, which knows no end of its own, until standard input ends or this process is told to stop.
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const build = fileURLToPath(new URL('node_modules/wiremock/build/', import.meta.url))
const jar = readdirSync(build).find((name) => name.endsWith('.jar'))
// The quickest way to start, not to run: a test asks for a few dozen answers.
const java = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto', '-jar', build + jar]
const child = spawn('java', [...java, ...process.argv.slice(2)], { stdio: ['ignore', 'inherit', 'inherit'] })
const stop = () => child.kill('SIGKILL')
child.on('exit', (code) => process.exit(code ?? 0))
process.on('SIGTERM', stop)
process.stdin.on('end', stop).resume()
