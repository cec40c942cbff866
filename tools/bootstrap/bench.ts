import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { run, say } from './processes.ts'

/**
 * Runs bench/NAME*.ts one after the other; each prints what, n, ours, reference, ratio, machine.
 * @returns exit code: 0 done, 1 one of them failed, 2 no such measurement
 */
export async function bench(root: string, args: string[]): Promise<number> {
  const [name, ...passed] = args
  const files = readdirSync(join(root, 'bench'))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .sort()
  const chosen = name === undefined ? [] : files.filter((file) => file.startsWith(name))
  if (chosen.length === 0) {
    say(name === undefined ? 'usage: npm run bench -- NAME' : `no measurement is called ${name}`)
    say(`There are: ${files.map((file) => file.replace(/(\.bench)?\.ts$/, '')).join(', ')}`)
    return 2
  }
  let worst = 0
  for (const file of chosen) {
    const exitCode = await run(process.execPath, [join(root, 'bench', file), ...passed], {
      cwd: root,
      stdout: 'stdout',
    })
    if (exitCode !== 0) {
      say(`bench/${file} failed`)
      worst = 1
    }
  }
  return worst
}
