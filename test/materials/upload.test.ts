import { checkUpload, tidyName } from '../../server/materials/upload.ts'

const pdf = Buffer.from('%PDF-1.7\n%%EOF')
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
  ['a name without end', `${'长'.repeat(300)}.pdf`, `${'长'.repeat(80)}.pdf`],
])('%s becomes a plain name', (_, name, expected) => {
  expect(tidyName(name, ['.pdf'])).toBe(expected)
})

test.each([
  ['too large a file', upload('a.pdf', Buffer.alloc(0), true), 'tooLarge'],
  ['an empty file', upload('a.pdf', Buffer.alloc(0)), 'empty'],
  ['a page with a script in a picture’s clothes', upload('a.png', Buffer.from('<html><script>')), 'fileType'],
  ['a vector picture, which can run scripts', upload('a.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')), 'fileType'],
  ['an animated picture', upload('a.gif', Buffer.from('GIF89a\u0001\u0000\u0001\u0000')), 'fileType'],
  ['an archive', upload('a.pdf', Buffer.from('504b0304140000000800', 'hex')), 'fileType'],
])('%s is refused', async (_, given, code) => {
  expect(await checkUpload(given)).toMatchObject({ code })
})

test('what is kept has the type of its content and its hash', async () => {
  expect(await checkUpload(upload('scan.jpg', pdf))).toMatchObject({ name: 'scan.pdf', mediaType: 'application/pdf', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
})
