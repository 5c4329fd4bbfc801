import fc from 'fast-check'
import pino from 'pino'
import sharp from 'sharp'
import { clamdScanner } from '../../server/materials/clamd.client.ts'
import { noScanner, type Scanner } from '../../server/materials/scanner.ts'
import { checkUpload as check, plainName, tidyName, type Upload } from '../../server/materials/upload.ts'
import { eicar, testClamd } from '../support/clamd.ts'
import { aPlainPdf, streamOf } from '../support/pdf.ts'

const pdf = aPlainPdf()
const checkUpload = (given: Upload, scanner: Scanner = noScanner) => check({ scanner, log: pino({ level: 'silent' }) }, given)
const hex = (bytes: string) => Buffer.from(bytes, 'hex')
const photo = () => sharp({ create: { width: 40, height: 30, channels: 3, background: '#456' } })
const upload = (name: string, bytes: Buffer, isTooLarge = false) => ({ name, bytes, isTooLarge })

test.each([
  ['a path of Windows', 'C:\\Users\\me\\合同.pdf', '合同.pdf'],
  ['a way up the folders', '../../etc/passwd', 'passwd.pdf'],
  ['an ending that lies', '合同.exe', '合同.pdf'],
  ['writing turned round to hide the ending', '合同\u202Efdp.exe', '合同fdp.pdf'],
  ['control characters', '合\u0000同\n.pdf', '合同.pdf'],
  ['a hidden file', '...pdf', 'pdf.pdf'],
  ['nothing', '', 'file.pdf'],
  ['what no file system takes', 'a<b>:"c|?*.pdf', 'a_b___c___.pdf'],
  ['capitals', 'SCAN.PDF', 'SCAN.pdf'],
  ['a device of Windows', 'CON.pdf', '_CON.pdf'],
  ['a device of Windows with an ending', 'lpt1.tar.pdf', '_lpt1.tar.pdf'],
  ['marks that turn writing round', '\u2066合\u2069\u200f同.pdf', '合同.pdf'],
  ['a name without end', `${'长'.repeat(300)}.pdf`, `${'长'.repeat(80)}.pdf`],
])('%s becomes a plain name', (_, name, expected) => {
  expect(tidyName(name, ['.pdf'])).toBe(expected)
})

test('what a name is called in a message is as plain', () => {
  expect(plainName('C:\\a\\合同\u202Efdp.exe\n')).toBe('合同fdp.exe')
})

test.each([
  ['too large a file', upload('a.pdf', Buffer.alloc(0), true), 'tooLarge'],
  ['a file that there was no room for', { ...upload('a.pdf', Buffer.alloc(0)), isUnread: true }, 'busy'],
  ['an empty file', upload('a.pdf', Buffer.alloc(0)), 'empty'],
  ['a page with a script in a picture’s clothes', upload('a.png', Buffer.from('<html><script>')), 'fileType'],
  ['a vector picture, which can run scripts', upload('a.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')), 'fileType'],
  ['an animated picture', upload('a.gif', Buffer.from('GIF89a\u0001\u0000\u0001\u0000')), 'fileType'],
  ['an archive', upload('a.pdf', hex('504b0304140000000800')), 'archive'],
  ['another archive', upload('a.jpg', hex('526172211a0700cf907300000d')), 'archive'],
  ['a packed file', upload('a.jpg', hex('1f8b0800000000000003')), 'archive'],
  ['an old document of Word', upload('a.doc', Buffer.concat([hex('d0cf11e0a1b11ae1'), Buffer.alloc(600)])), 'office'],
  ['a photo as telephones of one maker keep it', upload('a.jpg', Buffer.concat([hex('00000018'), Buffer.from('ftypheic'), Buffer.alloc(40)])), 'heic'],
  ['a PNG that moves', upload('a.png', Buffer.concat([hex('89504e470d0a1a0a0000000d'), Buffer.from('IHDR'), Buffer.alloc(17), hex('00000008'), Buffer.from('acTL'), Buffer.alloc(12), hex('00000000'), Buffer.from('IDAT'), Buffer.alloc(4)])), 'pictureMoves'],
  ['a program', upload('a.pdf', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)])), 'fileType'],
])('%s is refused', async (_, given, code) => {
  expect(await checkUpload(given)).toMatchObject({ code })
})

test('what is kept has the type of its content and its hash', async () => {
  expect(await checkUpload(upload('scan.jpg', pdf))).toMatchObject({ name: 'scan.pdf', mediaType: 'application/pdf', sha256: expect.stringMatching(/^[0-9a-f]{64}$/), bytes: pdf })
  expect(await checkUpload(upload('scan.webp', await photo().webp().toBuffer()))).toMatchObject({ name: 'scan.jpg', mediaType: 'image/jpeg' })
  expect(await checkUpload(upload('scan.pdf', await photo().png().toBuffer()))).toMatchObject({ name: 'scan.png', mediaType: 'image/png' })
})

test('a scanner looks at what was sent, not at what is kept; what it finds or can’t look at is refused', async () => {
  const clamd = await testClamd()
  const scanner = clamdScanner(clamd.address, { answerMs: 300, restMs: 0 })
  const sent = Buffer.concat([await photo().jpeg().toBuffer(), eicar])
  expect(await checkUpload(upload('a.jpg', sent), scanner)).toEqual({ code: 'infected', params: {} })
  expect(await checkUpload(upload('a.jpg', await photo().jpeg().toBuffer()), scanner)).toMatchObject({ mediaType: 'image/jpeg' })
  clamd.next = ['silent']
  expect(await checkUpload(upload('a.pdf', pdf), scanner)).toEqual({ code: 'notScanned', params: {} })
  await clamd.stop()
})

test('the log says what was found, and not in whose file', async () => {
  const lines: string[] = []
  const log = pino({ level: 'info' }, { write: line => void lines.push(line) })
  await check({ log, scanner: { scan: async () => ({ state: 'infected', signature: 'Worm.X' }) } }, upload('陈小雨身份证.pdf', pdf))
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 40, signature: 'Worm.X', mediaType: 'application/pdf', msg: 'infected upload refused' })
  expect(lines.join('')).not.toContain('陈小雨')
})

test('whatever is sent, it is kept or refused, and never more', async () => {
  const whole = [await photo().jpeg().toBuffer(), await photo().png().toBuffer(), await photo().webp().toBuffer(), aPlainPdf({ more: [streamOf('q Q')] })]
  const damaged = fc.tuple(fc.constantFrom(...whole), fc.nat(2000), fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { maxLength: 6 })).map(([bytes, cut, changes]) => {
    const copy = Buffer.from(bytes.subarray(0, cut % 2 ? bytes.length : cut))
    for (const [at, byte] of changes) if (copy.length > 0) copy[at % copy.length] = byte
    return copy
  })
  const anything = fc.oneof({ weight: 4, arbitrary: damaged }, fc.uint8Array({ maxLength: 300 }).map(bytes => Buffer.from(bytes)))
  await fc.assert(fc.asyncProperty(anything, fc.string({ unit: 'binary' }), async (bytes, name) => {
    const outcome = await checkUpload(upload(name, bytes))
    if ('code' in outcome) expect(outcome.code).toMatch(/^[a-zA-Z]+$/)
    else expect(outcome.name).toMatch(/^[^\\/<>:"|?*\p{Cc}\p{Cf}]+\.(jpe?g|png|pdf)$/u)
  }), { numRuns: 250 })
})
