import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { exportHead, readExport, readSignedHead } from '../../platform/ledger/export.ts'
import { liveEvidence } from '../../platform/ledger/live-evidence.ts'
import { readPublicKey } from '../../platform/ledger/signing.ts'
import { type Verification, type VerifyOptions, verifyEvidence } from '../../platform/ledger/verify.ts'
import { Problem } from '../../platform/problem.ts'
import { checkers, evidenceDeps, evidenceLines } from '../evidence.ts'
import { type Command, type CommandContext, installationOptions, option, WrongUse } from './command.ts'
import { withInstallation } from './with-installation.ts'

export const verifyLedger: Command = {
  name: 'verify-ledger',
  key: 'verify-ledger',
  operands: '',
  takes: [0, 0],
  options: [
    { name: 'export', value: 'FILE' },
    { name: 'against', value: 'HEAD-FILE' },
    { name: 'key', value: 'PEM-FILE' },
    ...installationOptions,
  ],
  async run(context) {
    const options = await verifyOptions(context)
    const file = option(context.given, 'export')
    if (file !== undefined) {
      const pieces = createReadStream(file, { encoding: 'utf8' })
      return tell(context, await verifyEvidence(readExport(pieces), options))
    }
    return withInstallation(context, async ({ installation, principal }) => {
      const { clocks, keys } = installation.foundation
      const wanted = {
        countyId: principal.countyId,
        at: clocks.domain.now(),
        publicKey: keys.signer.publicKey,
        withPayloads: true,
      }
      const evidence = liveEvidence(evidenceDeps(installation), wanted)
      const trusted = options.trustedKeys ?? [keys.signer.publicKey]
      return tell(context, await verifyEvidence(evidence, { ...options, trustedKeys: trusted }))
    })
  },
}

async function verifyOptions({ given }: CommandContext): Promise<VerifyOptions> {
  const keyFile = option(given, 'key')
  const key = keyFile === undefined ? null : readPublicKey(await readFile(keyFile, 'utf8'))
  if (keyFile !== undefined && key === null) throw new WrongUse(`--key ${keyFile}`)
  const headFile = option(given, 'against')
  const head = headFile === undefined ? null : readSignedHead(await readFile(headFile, 'utf8'))
  if (headFile !== undefined && head === null) throw new WrongUse(`--against ${headFile}`)
  return {
    checkers,
    ...(key === null ? {} : { trustedKeys: [key] }),
    ...(head === null ? {} : { against: [{ head, publicKey: key ?? Buffer.from(head.publicKey, 'base64') }] }),
  }
}

function tell({ print, say, t }: CommandContext, verification: Verification): 0 | 1 {
  print(JSON.stringify(verification))
  for (const finding of verification.findings) {
    const { seq, id, kind, detail } = finding
    const where = seq === undefined ? '' : `#${seq} `
    say(`${where}${t(`ledger.finding.${finding.code}`, { seq, id, kind, ...detail })}`)
  }
  say(t(verification.ok ? 'cli.verify.ok' : 'cli.verify.failed', { ...verification.counts, found: verification.found }))
  return verification.ok ? 0 : 1
}

export const ledgerExport: Command = {
  name: 'ledger export',
  key: 'ledger-export',
  operands: '',
  takes: [0, 0],
  options: [{ name: 'with-texts' }, ...installationOptions],
  run(context) {
    const withTexts = context.given.options.has('with-texts')
    return withInstallation(context, async ({ installation, principal }) => {
      for await (const line of evidenceLines(installation, principal.countyId, withTexts)) context.print(line.trimEnd())
      return 0
    })
  },
}

export const ledgerHead: Command = {
  name: 'ledger head',
  key: 'ledger-head',
  operands: '',
  takes: [0, 0],
  options: [{ name: 'day', value: 'YYYY-MM-DD' }, ...installationOptions],
  run(context) {
    const day = option(context.given, 'day')
    return withInstallation(context, async ({ installation, principal }) => {
      const { db, clocks, keys } = installation.foundation
      const at = day === undefined ? { now: clocks.domain.now(), signer: keys.signer } : { day }
      const head = await exportHead(db, principal.countyId, at)
      if (head === null) throw new Problem('not-found', { params: { type: 'day', id: day ?? '' } })
      context.print(JSON.stringify(head))
      return 0
    })
  },
}
