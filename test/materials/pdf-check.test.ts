import fc from 'fast-check'
import { PDFDocument } from 'pdf-lib'
import { checkPdf, maxPages } from '../../server/materials/pdf-check.ts'
import { aPlainPdf, packedObjects, pdfOf, streamOf } from '../support/pdf.ts'

const text = (bytes: Buffer) => bytes.toString('latin1')
const changed = (from: string, to: string, bytes = aPlainPdf()) => {
  if (!text(bytes).includes(from)) throw new Error(`no ${from}`)
  return Buffer.from(text(bytes).replace(from, () => to), 'latin1')
}
const script = '<< /S /JavaScript /JS (app.alert(1)) >>'
const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>'

async function written(): Promise<Buffer> {
  const document = await PDFDocument.create()
  document.addPage().drawText('a contract')
  return Buffer.from(await document.save())
}

// prettier-ignore
test.each<[string, Buffer]>([
  ['a page',                                     aPlainPdf()],
  ['as many pages as may be',                    aPlainPdf({ count: maxPages })],
  ['one that opens at a page',                   aPlainPdf({ catalogue: '/OpenAction [3 0 R /XYZ null null 0] ' })],
  ['one that opens at a page by an action',      aPlainPdf({ catalogue: '/OpenAction 4 0 R ', more: ['<< /S /GoTo /D [3 0 R /Fit] >>'] })],
  ['a link to a page of the web',                aPlainPdf({ page: '/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://www.zj.gov.cn/) >> >>] ' })],
  ['a picture and a font with odd names',        aPlainPdf({ page: '/Resources << /Font << /F1 4 0 R >> >> ', more: ['<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Differences [65 /A /AA /JS /EF] >>'] })],
  ['a stream whose length stands elsewhere',     aPlainPdf({ more: ['<< /Length 5 0 R >>\nstream\nq Q\nendstream', '3'] })],
  ['one that was signed and written on to',      Buffer.concat([aPlainPdf(), Buffer.from('4 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /ByteRange [0 10 20 30] /Contents <00ff> >>\nendobj\nxref\n4 1\n0000000300 00000 n \ntrailer\n<< /Size 5 /Root 1 0 R /Prev 9 >>\nstartxref\n420\n%%EOF\n')])],
  ['binary marks in a comment',                  aPlainPdf({ before: '%\xe2\xe3\xcf\xd3\n' })],
])('%s is taken', async (_, bytes) => {
  expect(await checkPdf(bytes)).toBeUndefined()
})

test('what a program writes with packed objects is taken', async () => {
  expect(await checkPdf(await written())).toBeUndefined()
})

// prettier-ignore
test.each<[string, string, Buffer]>([
  ['a script on opening',                        'pdfActive',     aPlainPdf({ catalogue: `/OpenAction ${script} ` })],
  ['a script behind a reference',                'pdfActive',     aPlainPdf({ catalogue: '/OpenAction 4 0 R ', more: [script] })],
  ['a script that nothing seems to call',        'pdfActive',     aPlainPdf({ more: [script] })],
  ['a script with its name in numbers',          'pdfActive',     aPlainPdf({ more: ['<< /S /J#61vaScript /#4aS (x) >>'] })],
  ['a script whose every letter is a number',    'pdfActive',     aPlainPdf({ more: ['<< /S /#4A#61#76#61#53#63#72#69#70#74 >>'] })],
  ['a script among packed objects',              'pdfActive',     aPlainPdf({ more: [packedObjects({ 9: '<< /Type /X >>', 10: script })] })],
  ['packed objects that don’t say what they are', 'pdfActive',    aPlainPdf({ more: [streamOf(`9 0 ${script}`, '/N 1 /First 4')] })],
  ['a script in a stream’s own dictionary',      'pdfActive',     aPlainPdf({ more: [streamOf('x', `/A ${script}`)] })],
  ['a script in an earlier revision',            'pdfActive',     Buffer.concat([aPlainPdf({ more: [script] }), Buffer.from('4 0 obj\nnull\nendobj\nxref\n4 1\n0000000300 00000 n \ntrailer\n<< /Size 5 /Root 1 0 R /Prev 9 >>\nstartxref\n420\n%%EOF\n')])],
  ['a script by its name in the catalogue',      'pdfActive',     aPlainPdf({ catalogue: '/Names << /JavaScript 4 0 R >> ', more: ['<< /Names [] >>'] })],
  ['something on printing or closing',           'pdfActive',     aPlainPdf({ catalogue: '/AA << /WC 4 0 R >> ', more: ['<< /S /GoTo >>'] })],
  ['a program to be started',                    'pdfActive',     aPlainPdf({ more: ['<< /S /Launch /F (cmd.exe) >>'] })],
  ['a form that sends itself',                   'pdfActive',     aPlainPdf({ more: ['<< /S /SubmitForm /F (https://evil.example) >>'] })],
  ['opening that goes to the web',               'pdfActive',     aPlainPdf({ catalogue: '/OpenAction << /S /URI /URI (https://evil.example) >> ' })],
  ['opening that goes to a page and on',         'pdfActive',     aPlainPdf({ catalogue: '/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next << /S /URI /URI (https://evil.example) >> >> ' })],
  ['a link that is a script',                    'pdfActive',     aPlainPdf({ more: ['<< /S /URI /URI (javascript:alert\\(1\\)) >>'] })],
  ['a link to a file of the reader’s',           'pdfActive',     aPlainPdf({ more: ['<< /S /URI /URI <66696c653a2f2f2f6574632f706173737764> >>'] })],
  ['a jump into another file',                   'pdfActive',     aPlainPdf({ more: ['<< /S /GoToR /F (\\\\\\\\host\\\\share) >>'] })],
  ['a film',                                     'pdfActive',     aPlainPdf({ page: '/Annots [<< /Subtype /RichMedia >>] ' })],
  ['a file in it',                               'pdfAttachment', aPlainPdf({ more: [streamOf('MZ', '/Type /EmbeddedFile')] })],
  ['a list of files in it',                      'pdfAttachment', aPlainPdf({ catalogue: '/Names << /EmbeddedFiles << /Names [] >> >> ' })],
  ['a pinned file',                              'pdfAttachment', aPlainPdf({ page: '/Annots [<< /Subtype /FileAttachment >>] ' })],
  ['a stream that is in another file',           'pdfAttachment', aPlainPdf({ more: ['<< /F (\\\\\\\\host\\\\x) /Length 0 >>\nstream\n\nendstream'] })],
  ['a dynamic form',                             'pdfForm',       aPlainPdf({ catalogue: '/AcroForm << /XFA 4 0 R >> ', more: [streamOf('<xdp/>')] })],
  ['encryption',                                 'pdfEncrypted',  aPlainPdf({ trailer: '/Encrypt 4 0 R ', more: ['<< /Filter /Standard /V 2 >>'] })],
  ['too many pages',                             'pdfPages',      aPlainPdf({ count: maxPages + 1 })],
])('%s is refused', async (_, problem, bytes) => {
  expect(await checkPdf(bytes)).toBe(problem)
})

const deep = (open: string, close: string) => aPlainPdf({ more: [`${open.repeat(5000)}${close.repeat(5000)}`] })
const bomb = () => aPlainPdf({ more: [streamOf(Buffer.alloc(60_000_000, ' '), '/Type /ObjStm /N 1 /First 4')] })

// prettier-ignore
test.each<[string, () => Buffer]>([
  ['a header and nothing else',                  () => Buffer.from('%PDF-1.7\n%%EOF')],
  ['a file cut off',                             () => aPlainPdf().subarray(0, 250)],
  ['something before it',                        () => Buffer.concat([Buffer.from('<html>'), aPlainPdf()])],
  ['an archive behind it',                       () => Buffer.concat([aPlainPdf(), Buffer.from('PK\u0003\u0004 a file')])],
  ['something between its objects',              () => changed('endobj\n2 0', 'endobj\n<script>\n2 0')],
  ['a script hidden in a string',                () => aPlainPdf({ more: ['<< /Title (\n9 0 obj <</S/JavaScript>> endobj\n) >>'] })],
  ['a script hidden in a comment',               () => aPlainPdf({ before: '%x 9 0 obj <</S/JavaScript>> endobj\n' })],
  ['a script hidden in a stream',                () => aPlainPdf({ more: [streamOf('x 9 0 obj <</S/JavaScript>> endobj', '', false)] })],
  ['a script behind much white space',           () => aPlainPdf({ more: [streamOf(`9 0${' '.repeat(100)}obj <</S/JavaScript>> endobj`, '', false)] })],
  ['an object behind a comment in a stream',     () => aPlainPdf({ more: [streamOf('9 0%x\nobj <</S/JavaScript>> endobj', '', false)] })],
  ['an end written where the stream has none',   () => aPlainPdf({ more: [streamOf(`x\nendstream\nendobj\n9 0 obj\n${script}\nendobj\n`, '', false)] })],
  ['a dictionary of a stream that says it twice', () => aPlainPdf({ more: ['<< /Length 3 /Length 9 >>\nstream\nq Q\nendstream'] })],
  ['packed objects with a filter of their own',  () => aPlainPdf({ more: ['<< /Type /ObjStm /N 1 /First 4 /Filter /ASCIIHexDecode /Length 4 >>\nstream\n3030\nendstream'] })],
  ['packed objects that don’t open',             () => aPlainPdf({ more: ['<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length 4 >>\nstream\n3030\nendstream'] })],
  ['packed objects that never end',              bomb],
  ['lists in lists in lists',                    () => deep('[', ']')],
  ['dictionaries in dictionaries',               () => deep('<< /A ', ' >>')],
  ['strings in strings without end',             () => aPlainPdf({ more: ['('.repeat(5000)] })],
  ['a page tree that goes round',                () => pdfOf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Count 1 /Kids [2 0 R 3 0 R] >>', '<< /Type /Pages /Count 1 /Kids [2 0 R] >>', page])],
  ['a page tree that doubles at each turn',      () => pdfOf(['<< /Type /Catalog /Pages 2 0 R >>', ...Array.from({ length: 40 }, (_, i) => `<< /Type /Pages /Count 9 /Kids [${i + 3} 0 R ${i + 3} 0 R] >>`), page])],
  ['no pages',                                   () => pdfOf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Count 0 /Kids [] >>'])],
  ['a page without a size',                      () => pdfOf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Count 1 /Kids [3 0 R] >>', '<< /Type /Page /Parent 2 0 R >>'])],
  ['a page without end',                         () => pdfOf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Count 1 /Kids [3 0 R] >>', '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1 99999999] >>'])],
  ['no catalogue',                               () => pdfOf(['<< /Type /X >>'])],
  ['a million of nothing',                       () => aPlainPdf({ more: [`[${'null '.repeat(1_900_000)}]`] })],
  ['a hundred thousand objects',                 () => aPlainPdf({ more: Array.from({ length: 60_000 }, () => 'null') })],
])('%s is told as malformed, soon', async (_, bytes) => {
  const given = bytes()
  const began = performance.now()
  expect(await checkPdf(given)).toMatch(/^pdf(Malformed|Active)$/)
  expect(performance.now() - began).toBeLessThan(5000)
})

test('whatever is done to a PDF, it is taken or refused, and never more', async () => {
  const whole = await written()
  const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('<>[]()/%R 0')))), { minLength: 1, maxLength: 8 })
  await fc.assert(fc.asyncProperty(damage, fc.nat(whole.length), async (changes, cut) => {
    const bytes = Buffer.from(whole)
    for (const [at, byte] of changes) bytes[at] = byte
    expect([undefined, 'pdfMalformed', 'pdfActive', 'pdfAttachment', 'pdfForm', 'pdfEncrypted', 'pdfPages']).toContain(await checkPdf(bytes))
    if (cut < whole.length - 1) expect(await checkPdf(whole.subarray(0, cut))).toBe('pdfMalformed')
  }), { numRuns: 200 })
})
