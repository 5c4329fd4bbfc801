import { request } from 'node:http'
import { insertFile } from '../../server/materials/file.store.ts'
import { maxFilesOfDay, maxMegabytesOfDay } from '../../server/materials/daily-limit.ts'
import { newRegionalId } from '../../server/ids.ts'
import { uploadBytesHeld } from '../../server/web/uploads.ts'
import type { Agent } from '../support/agent.ts'
import { eicar } from '../support/clamd.ts'
import { aPlainPdf } from '../support/pdf.ts'
import type { Site } from '../support/portal.ts'
import { aPdf, aPhoto, movingSite, started } from './support.ts'

const rented = { '新居是租的吗？': '是', '租约备案了吗？': '不是' }
const uploadTo = async (agent: Agent, id: string, files: ReturnType<typeof aPdf>[]) => (await agent.get(`/drafts/${id}/materials`)).fill({ 'file.lease': files }).submit()

const handedIn = (site: Site, ownerId: string, count: number, size: number) =>
  site.db.commit(Array.from({ length: count }, (_, index) =>
    insertFile(site.vault, { region: '330106', id: newRegionalId('330106'), ownerId, name: `${index}.pdf`, mediaType: 'application/pdf', size, sha256: String(index), createdAt: site.clock.toISOString() })))

test.each([['as many files', maxFilesOfDay, 1], ['as much', 3, (maxMegabytesOfDay * 1024 * 1024) / 3]])('somebody who has sent %s as anybody may on one day goes on tomorrow', async (_, count, size) => {
  const site = await movingSite()
  const citizen = await site.citizen()
  const id = await started(citizen, rented)
  await handedIn(site, citizen.id, count, size)
  const full = await uploadTo(citizen, id, [aPdf('合同.pdf')])
  expect(full.status).toBe(422)
  expect(full.problems()).toEqual([`提交“租赁合同”：“合同.pdf”没有保存：一天最多上传 ${maxFilesOfDay} 个文件，共 ${maxMegabytesOfDay} MB，请明天再传，或者到窗口提交`])
  expect(site.files.stored.size).toBe(0)
  site.pass({ hours: 14 }) // midnight in Beijing
  expect((await uploadTo(citizen, id, [aPdf('合同.pdf')])).status).toBe(200)
})

test('what is wrong with a file is said beside it, with how to mend it', async () => {
  const site = await movingSite()
  const citizen = await site.citizen()
  const id = await started(citizen, rented)
  const refused = await uploadTo(citizen, id, [
    { name: '脚本.pdf', bytes: aPlainPdf({ more: ['<< /S /J#61vaScript >>'] }) }, { name: '加密.pdf', bytes: aPlainPdf({ trailer: '/Encrypt 4 0 R ' }) },
    { name: '半张.png', bytes: aPhoto().bytes.subarray(0, 50) }, { name: '包.zip', bytes: Buffer.from('504b0304140000000800', 'hex') },
  ])
  expect(refused.status).toBe(422)
  expect(refused.problems()).toEqual([
    '提交“租赁合同”：“脚本.pdf”里有会自动运行的内容（如脚本）：请用“打印”另存为 PDF 后再传', '提交“租赁合同”：“加密.pdf”设有密码或者加密：请去掉密码，用“打印”另存为 PDF 后再传',
    '提交“租赁合同”：“半张.png”打不开：图片已损坏或者没有传完整，请重新拍照或者重新导出', '提交“租赁合同”：“包.zip”是压缩包：请解压后逐个上传其中的照片或 PDF',
  ])
})

test('what a scanner finds, or can’t look at, is not kept, and the others are', async () => {
  const site = await movingSite()
  site.scanner.scan = async bytes => bytes.includes(eicar) ? { state: 'infected', signature: 'Eicar' } : bytes.includes('%later') ? { state: 'unavailable', fault: 'no answer in time' } : { state: 'clean' }
  const citizen = await site.citizen()
  const id = await started(citizen, rented)
  const page = await uploadTo(citizen, id, [{ name: '坏.pdf', bytes: aPlainPdf({ before: `%${eicar.toString()}\n` }) }, aPdf('晚.pdf', 'later'), aPdf('好.pdf')])
  expect(page.problems()).toEqual([
    '再添加“租赁合同”的文件：“坏.pdf”没有通过安全检查，没有保存：请换一台设备重新拍照或者扫描；其他文件不受影响',
    '再添加“租赁合同”的文件：“晚.pdf”没有保存：安全检查暂时无法进行，请过几分钟再传',
  ])
  expect(page.text()).toContain('好.pdf')
  expect(site.files.stored.size).toBe(1)
})

/** The answer is out a moment before the connection says so. */
async function nothingHeld(): Promise<void> {
  for (let tries = 0; tries < 50 && uploadBytesHeld() > 0; tries++) await new Promise(resolve => setTimeout(resolve, 20))
  expect(uploadBytesHeld()).toBe(0)
}

test('who hangs up in the middle of a file leaves nothing behind', async () => {
  const site = await movingSite()
  const citizen = await site.citizen()
  const id = await started(citizen, rented)
  const cookie = [...citizen.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  for (let times = 0; times < 3; times++) {
    const sending = request(`${citizen.origin}/drafts/${id}/materials/lease`, { method: 'POST', headers: { cookie, 'content-type': 'multipart/form-data; boundary=x' } })
    sending.on('error', () => {}) // its own hanging up
    sending.write('--x\r\ncontent-disposition: form-data; name="file.lease"; filename="a.pdf"\r\n\r\n')
    sending.write(Buffer.alloc(300_000))
    for (let tries = 0; tries < 200 && uploadBytesHeld() === 0; tries++) await new Promise(resolve => setTimeout(resolve, 10))
    expect(uploadBytesHeld()).toBeGreaterThan(0)
    sending.destroy()
    await nothingHeld()
  }
})

test('one person takes no more of the memory than one form, and gives it back', async () => {
  const site = await movingSite()
  const citizen = await site.citizen()
  const id = await started(citizen, rented)
  const nine = () => Array.from({ length: 10 }, (_, index) => ({ name: `${index}.pdf`, bytes: Buffer.alloc(9_900_000) }))
  const both = await Promise.all([uploadTo(citizen, id, nine()), uploadTo(citizen, id, nine())])
  const problems = both.flatMap(page => page.problems())
  expect(problems.filter(problem => problem.includes('现在上传的人太多')).length).toBeGreaterThan(0)
  await nothingHeld()
  expect((await uploadTo(citizen, id, [aPdf('合同.pdf')])).status).toBe(200)
})
