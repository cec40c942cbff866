import { createCipheriv } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decipherFrame, decipherSegment, encipherFrame, encipherSegment, mustBeEnciphered } from './cipher.ts'
import { judgeCrc } from './crc-policy.ts'
import { describeEvent } from './describe.ts'
import { formatFrame } from './format.ts'
import { createFramer, type FrameEvent, type FrameFound } from './frame.ts'
import { parseSegment } from './segment.ts'

/**
 * HJ 212-2025 annex A.2 as a public implementation copied it from the published text (fact sheet, section 8): key of sixteen
 * ASCII zeros, a CP of 13 whole groups, and one of nine groups and three characters that stay plain.
 */
const zeros = Buffer.from('0'.repeat(16))
const head = 'QN=20240520210700000;ST=31;CN=2051;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&'
const wholeGroups = {
  cp: 'DataTime=20240520210600;a01011-Min=1.35,a01011-Avg=1.35,a01011-Max=1.35,a01011-Flag=N;a01012-Min=9.3,a01012-Avg=9.3,a01012-Max=9.3,a01012-Flag=N;a01014-Min=3.20,a01014-Avg=3.211,a01014-Max=3.212,a01014-Flag=N',
  length: 295,
  crc: '2200',
  cipher:
    'E43E159ACFAB242CB53155FB8B9281A1A242577ABFAED881BE88B72D69FC55ED1A80119FAAC8B3CD33D285CC76F57F2CA7F88B9573C6647E0F07E24609BD6B63EB20C5B9784F28E71D2F4994FF61D9E1C2B3075592B4D1E09C4D8BB27BE97B559E3DA6643781A6F477769DEEB009B10DFFF3426922725D607DC4480F0CAC5F70DB2587B124BCB281592721D6E4BC180A97E5E111499CBE822E31C8D7761553543AA24207C290997BBDE64F9266BC5F529A172E381C1D898CA1A0D771A914A7B2D7467C70B94F1D4A7B0350A48DBF8B41',
}
const withRest = {
  cp: 'DataTime=20240520210600;a01011-Min=1.35,a01011-Avg=1.35,a01011-Max=1.35,a01011-Flag=N;a01014-Min=3.20,a01014-Avg=3.20,a01014-Max=3.20,a01014-Flag=N',
  length: 234,
  crc: 'B541',
  cipher:
    'E43E159ACFAB242CB53155FB8B9281A1A242577ABFAED881BE88B72D69FC55ED1A80119FAAC8B3CD33D285CC76F57F2CA7F88B9573C6647E0F07E24609BD6B63EB20C5B9784F28E71D2F4994FF61D9E13B391A1D2A454B65388D5D9435DBF021528C7BF9755EF16518710C0CAC0ADEF9C5156CD0A5A17674AC0ED2ABC40023E9EF70128554B82438E91ADCE98A0D03A4',
}
const examples = [wholeGroups, withRest]

function framesOf(events: readonly FrameEvent[]): FrameFound[] {
  return events.filter((event) => event.kind === 'frame')
}

/** The frame of an example with its cipher bytes raw: as long as the plaintext, and the plaintext's CRC. */
function rawFrame({ cp, length, crc, cipher }: typeof wholeGroups): Buffer {
  const bytes = Buffer.from(cipher, 'hex')
  return Buffer.concat([
    Buffer.from(`##0${length}${head}`),
    bytes,
    Buffer.from(`${cp.slice(bytes.length)}&&${crc}\r\n`),
  ])
}

/** The frame as the standard prints it. */
function printedFrame({ cp, length, crc, cipher }: typeof wholeGroups): Buffer {
  const bytes = Buffer.from(cipher, 'hex')
  const text = Array.from(bytes, (byte) => `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(',')
  return Buffer.from(`##0${length}${head}{${text}}${cp.slice(bytes.length)}&&${crc}\r\n`)
}

describe('enciphered CP of 2025', () => {
  it('SM4 is that of GB/T 32907-2016, example 1', () => {
    const key = Buffer.from('0123456789ABCDEFFEDCBA9876543210', 'hex')
    const sm4 = createCipheriv('sm4-ecb', key, null).setAutoPadding(false)
    expect(sm4.update(key).toString('hex').toUpperCase()).toBe('681EDF34D206965E86B3E94F536E4246')
  })

  it.each(examples)('of annex A.2 comes out byte for byte in both directions (declared length $length)', (example) => {
    const plain = formatFrame(`${head}${example.cp}&&`)
    expect(plain.toString()).toBe(`##0${example.length}${head}${example.cp}&&${example.crc}\r\n`)
    expect(encipherFrame(plain, zeros).toString('hex')).toBe(rawFrame(example).toString('hex'))
    expect(encipherFrame(plain, zeros).length).toBe(plain.length)
    const [frame] = framesOf(createFramer().push(rawFrame(example)))
    expect(frame).toMatchObject({ crcKind: 'enciphered', crcOk: false, problems: ['cp-enciphered'] })
    expect(decipherSegment(frame?.segment ?? Buffer.alloc(0), zeros)?.toString()).toBe(`${head}${example.cp}&&`)
  })

  it.each(examples)('is judged by its CRC over the plaintext (declared length $length)', (example) => {
    const [frame] = framesOf(createFramer().push(rawFrame(example)))
    if (frame === undefined) throw new Error('no frame')
    expect([judgeCrc(frame, 'strict'), judgeCrc(frame, 'tolerant'), judgeCrc(frame, 'ignore')]).toEqual([
      false,
      false,
      true,
    ])
    const opened = decipherFrame(frame, zeros)
    expect(opened).toMatchObject({ crcKind: 'standard', crcOk: true, problems: [] })
    expect(opened?.bytes).toEqual(rawFrame(example))
    const parsed = parseSegment(opened?.segment ?? Buffer.alloc(0), { edition: '2025' })
    expect(parsed).toMatchObject({ ok: true, message: { cn: '2051', cpText: example.cp, problems: [] } })
  })

  it.each(examples)('written as text is read too, and named (declared length $length)', (example) => {
    const [frame] = framesOf(createFramer().push(printedFrame(example)))
    if (frame === undefined) throw new Error('no frame')
    expect(frame.crcKind).toBe('enciphered')
    const opened = decipherFrame(frame, zeros)
    expect(opened?.segment.toString()).toBe(`${head}${example.cp}&&`)
    expect(opened).toMatchObject({ crcOk: true, problems: ['cipher-as-text'] })
  })

  it('shows without its key only the header, and says why', () => {
    const [event] = createFramer().push(rawFrame(withRest))
    if (event === undefined) throw new Error('nothing')
    const { ok, cn, mn, cp, problems } = describeEvent(event, 'en')
    expect({ ok, cn, mn, cp }).toEqual({ ok: false, cn: '2051', mn: '010000A8900016F000169DC0', cp: {} })
    expect(problems.map(({ code }) => code)).toEqual(['cp-enciphered'])
  })

  it('under another key stays shut, and a plain CP is not taken for an enciphered one', () => {
    const [sealed] = framesOf(createFramer().push(rawFrame(withRest)))
    const [plain] = framesOf(createFramer().push(formatFrame(`${head}${withRest.cp}&&`)))
    if (sealed === undefined || plain === undefined) throw new Error('no frame')
    expect(decipherFrame(sealed, Buffer.from('1'.repeat(16)))).toBeNull()
    expect(decipherFrame(plain, zeros)).toBeNull()
    expect(() => decipherSegment(sealed.segment, Buffer.alloc(15))).toThrow(RangeError)
  })

  it('shorter than a group stays plain, also when there is none', () => {
    for (const text of [`${head}RtdInterval=30&&`, `${head}&&`, 'QN=1;CN=2011']) {
      expect(encipherSegment(Buffer.from(text), zeros).toString()).toBe(text)
      expect(decipherSegment(Buffer.from(text), zeros)).toBeNull()
    }
  })

  it('is for data, the new key and on-site information', () => {
    const wanted = ['2011', '2051', '2999', '1014', '3020', '1012', '3021', '9014', '20110'].map(mustBeEnciphered)
    expect(wanted).toEqual([true, true, true, true, true, false, false, false, false])
  })
})

describe('framing of cipher bytes', () => {
  const bytes = fc.uint8Array({ minLength: 32, maxLength: 200 }).map((array) => Buffer.from(array))
  // 1C02 can be no HJ 212 CRC: one that fits by chance, once in 256 times, would end the frame with good reason.
  const traps = ['\n', '\r\n', '##', '##0101', '##12', '&&1C02\r\n', '&&', '&&\n', '**\r\n']
  /** A frame whose CP holds what would end or cut a plain one, anywhere. */
  const sealed = fc
    .record({
      cipher: bytes,
      trap: fc.constantFrom('', ...traps),
      at: fc.nat({ max: 1000 }),
      first: fc.constantFrom('', ...traps),
    })
    .map(({ cipher, trap, at, first }) => {
      const place = at % cipher.length
      const content = Buffer.concat([
        Buffer.from(first),
        cipher.subarray(0, place),
        Buffer.from(trap),
        cipher.subarray(place),
      ])
      const segment = Buffer.concat([Buffer.from(head), content, Buffer.from('&&')])
      const length = String(segment.length).padStart(4, '0')
      return Buffer.concat([Buffer.from(`##${length}`), segment, Buffer.from('0A0A\r\n')])
    })
    // Random bytes may look like text or hold a frame of their own; cipher bytes do not.
    .filter((frame) => isOdd(frame.subarray(6 + head.length, 6 + head.length + 48)))

  function isOdd(sample: Buffer): boolean {
    const odd = [...sample].filter((byte) => byte >= 0x7f || (byte < 0x20 && byte !== 10 && byte !== 13)).length
    return odd * 3 >= sample.length && sample.some((byte) => byte < 9)
  }

  it('goes by the length, whatever the bytes are and however they are cut', () => {
    const after = formatFrame('QN=20160801085857223;ST=91;CN=9014;PW=123456;MN=1;Flag=4;CP=&&&&')
    fc.assert(
      fc.property(sealed, fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 12 }), (frame, sizes) => {
        const stream = Buffer.concat([after, frame, frame, after])
        const whole = createFramer().push(stream)
        expect(whole.map((event) => event.bytes.toString('hex'))).toEqual(
          [after, frame, frame, after].map((each) => each.toString('hex')),
        )
        const framer = createFramer()
        const cut: FrameEvent[] = []
        let from = 0
        for (const size of sizes) {
          cut.push(...framer.push(stream.subarray(from, from + size)))
          from += size
        }
        cut.push(...framer.push(stream.subarray(from)), ...framer.flush())
        expect(cut).toEqual(whole)
      }),
      { numRuns: 1000 },
    )
  })

  it('never lets a cut frame of cipher bytes swallow the next', () => {
    const next = formatFrame(`${head}${wholeGroups.cp}&&`)
    const frame = rawFrame(wholeGroups)
    for (let cut = 1; cut < frame.length - 2; cut++) {
      const events = createFramer().push(Buffer.concat([frame.subarray(0, cut), next]))
      expect(events.at(-1)?.bytes.toString('latin1'), `cut at ${cut}`).toBe(next.toString('latin1'))
    }
  })

  it('tells an enciphered frame from one whose few damaged bytes failed its CRC', () => {
    const damaged = formatFrame(`${head}${wholeGroups.cp}&&`)
    damaged[120] = 0xff
    damaged[121] = 0x01
    expect(framesOf(createFramer().push(damaged))[0]).toMatchObject({ crcKind: 'wrong', problems: ['crc-wrong'] })
  })
})
