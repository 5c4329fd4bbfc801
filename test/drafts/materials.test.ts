import { insert } from '../../db/statement.ts'
import { aPdf, aPhoto, movingSite, started } from './support.ts'

const rented = { '新居是租的吗？': '是', '租约备案了吗？': '不是' }

test('several files stand for one material, can be looked at, and can be taken back', async () => {
  const site = await movingSite()
  const citizen = await site.citizen()
  const id = await started(citizen, rented)
  const page = await (await citizen.get(`/drafts/${id}/materials`)).fill({ '提交“租赁合同”': [aPhoto('第一页.png'), aPdf('第二页.pdf')] }).submit()
  expect(page.text()).toContain('第一页.png')
  const href = page.links().find(({ text }) => text === '第二页.pdf')!.href
  const file = await citizen.get(href)
  expect(file.headers.get('content-type')).toBe('application/pdf')
  expect(file.headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent('第二页.pdf')}`)
  expect(file.headers.get('x-content-type-options')).toBe('nosniff')
  expect(file.body.toString()).toContain('%PDF-1.7')
  const picture = await citizen.get(page.links().find(({ text }) => text === '第一页.png')!.href)
  expect(picture.headers.get('content-security-policy')).toContain('sandbox')

  const left = await page.press('删除“第一页.png”')
  expect(left.text()).not.toContain('第一页.png')
  expect(left.text()).toContain('第二页.pdf')
  expect(site.files.stored.size).toBe(1)
})

test('a file is told by its content: what is wrong stands beside it, what is right is kept', async () => {
  const citizen = await (await movingSite()).citizen()
  const id = await started(citizen, rented)
  const files = [aPdf('好的.pdf'), { name: '空.pdf', bytes: Buffer.alloc(0) }, { name: '假的.png', bytes: Buffer.from('<script>alert(1)</script>'), type: 'image/png' }, { name: '太大.jpg', bytes: Buffer.alloc(11 * 1024 * 1024, 1) }]
  const refused = await (await citizen.get(`/drafts/${id}/materials`)).fill({ '提交“租赁合同”': files }).submit()
  expect(refused.status).toBe(422)
  expect(refused.problems()).toEqual([
    '再添加“租赁合同”的文件：“空.pdf”是空文件',
    '再添加“租赁合同”的文件：“假的.png”不是图片（JPG、PNG、WebP）或 PDF：看的是内容，不是文件名',
    '再添加“租赁合同”的文件：“太大.jpg”太大：每个文件不超过 10 MB',
  ])
  expect(refused.text()).toContain('好的.pdf')
  const nothing = await (await citizen.get(`/drafts/${id}/materials`)).press('上传“租赁合同”')
  expect(nothing.problems()).toEqual(['再添加“租赁合同”的文件：请选择要上传的文件'])
  const many = await (await citizen.get(`/drafts/${id}/materials`)).fill({ '再添加“租赁合同”的文件': Array.from({ length: 11 }, (_, index) => aPdf(`${index}.pdf`, String(index))) }).submit()
  expect(many.problems()).toEqual(['再添加“租赁合同”的文件：一次最多上传 10 个文件，请分几次上传'])
})

test('the same file sent twice is kept once, and one material takes no more than ten', async () => {
  const site = await movingSite()
  const citizen = await site.citizen()
  const id = await started(citizen, rented)
  const upload = async (files: ReturnType<typeof aPdf>[]) => (await citizen.get(`/drafts/${id}/materials`)).fill({ 'file.lease': files }).submit()
  await upload([aPdf('甲.pdf', 'same')])
  await upload([aPdf('乙.pdf', 'same')])
  expect(site.files.stored.size).toBe(1)
  await upload(Array.from({ length: 8 }, (_, index) => aPdf(`${index}.pdf`, String(index))))
  const full = await upload([aPdf('十.pdf', 'ten'), aPdf('十一.pdf', 'eleven')])
  expect(full.problems()).toEqual(['再添加“租赁合同”的文件：“十一.pdf”没有保存：一份材料最多 10 个文件'])
  expect(site.files.stored.size).toBe(10)
})

test('a name that hides something is shown plainly', async () => {
  const citizen = await (await movingSite()).citizen()
  const id = await started(citizen, rented)
  const page = await (await citizen.get(`/drafts/${id}/materials`)).fill({ '提交“租赁合同”': [aPdf('..\\..\\etc/合同\u202Efdp.exe'), aPdf('".pdf', '2')] }).submit()
  expect(page.text()).toContain('合同fdp.pdf')
  expect(page.text()).toContain('_.pdf')
})

test('a paper may be put off where the item allows it, and a commitment is signed by its tick', async () => {
  const citizen = await (await movingSite()).citizen()
  const id = await started(citizen)
  const deferred = await (await citizen.get(`/drafts/${id}/materials`)).press('“照片”以后补交')
  expect(deferred.text()).toContain('以后补交')
  const unsigned = await deferred.press('签署承诺')
  expect(unsigned.problems()).toEqual(['无违建承诺：请先阅读并勾选，再签署'])
  const signed = await unsigned.fill({ '我已阅读并作出以上承诺（“无违建承诺”）': true }).submit('签署承诺')
  expect((await signed.press('保存并继续')).status).toBe(200)
  const withdrawn = await (await citizen.get(`/drafts/${id}/materials`)).press('撤回关于“无违建承诺”的承诺')
  expect((await withdrawn.press('保存并继续')).problems()).toEqual(['有原件的，也可以直接提交“无违建承诺”：请提交这份材料'])
})

test('what may not be declared about a material is refused, and a material that isn’t needed is not there', async () => {
  const citizen = await (await movingSite()).citizen()
  const id = await started(citizen)
  expect((await citizen.post(`/drafts/${id}/materials/photo`, { declare: 'commitment', made: 'yes', 'commitment.photo': 'yes' })).status).toBe(409)
  expect((await citizen.post(`/drafts/${id}/materials/lease`, {}, { files: [['file.lease', aPdf()]] })).status).toBe(404)
  expect((await citizen.post(`/drafts/${id}/materials/certificate`, {}, { files: [['file.certificate', aPdf()]] })).status).toBe(404)
  expect((await citizen.post(`/drafts/${id}/materials/nonsense`, { declare: 'deferral', made: 'yes' })).status).toBe(404)
  expect((await citizen.post(`/drafts/${id}/materials/photo`, { _takeBack: 'nothing' })).status).toBe(200)
})

test('a certificate of one’s own wallet will do, and nobody else’s', async () => {
  const site = await movingSite()
  const citizen = await site.citizen()
  const row = (id: string, holder: string, material: string) => insert('certificate', {
    region: '330106', id, identifier: id, holder_id: holder, holder_name: '陈小雨', material_id: material, item_code: 'x', zh: '租赁备案证明', en: 'Registered lease',
    office_id: 'housing@330106000000', case_id: 'c', task_id: 't', sealed: '', status: 'valid', issued_at: '2025-05-01T02:00:00.000Z',
  })
  const [own, others] = ['330106-0000000000000000001', '330106-0000000000000000002']
  await site.db.commit([row(own, citizen.id, 'lease'), row(others, 'somebody', 'lease')])
  const id = await started(citizen, rented)
  const materials = await citizen.get(`/drafts/${id}/materials`)
  expect(materials.text()).toContain('我的证照中有：租赁备案证明')
  const used = await materials.press('使用这份证照')
  expect(used.text()).toContain('租赁备案证明（来自我的证照）')
  expect((await citizen.post(`/drafts/${id}/materials/lease`, { _certificate: others })).status).toBe(404)
})

test('what the register doesn’t have and the wallet does is taken from the wallet without asking', async () => {
  const site = await movingSite()
  site.registers.answers('household', /./, { materials: {} })
  const citizen = await site.citizen()
  await site.db.commit([insert('certificate', {
    region: '330203', id: '330203-0000000000000000003', identifier: '3', holder_id: citizen.id, holder_name: '陈小雨', material_id: 'household-register', item_code: 'x', zh: '居民户口簿', en: 'Household register',
    office_id: 'public-security@330203000000', case_id: 'c', task_id: 't', sealed: '', status: 'valid', issued_at: '2025-05-01T02:00:00.000Z',
  })])
  const id = await started(citizen)
  expect((await citizen.get(`/drafts/${id}/materials`)).text()).toContain('居民户口簿（来自我的证照）')
})

test('a file is nobody else’s, signed in or not', async () => {
  const site = await movingSite()
  const citizen = await site.citizen()
  const id = await started(citizen)
  const page = await (await citizen.get(`/drafts/${id}/materials`)).fill({ '提交“照片”': aPhoto() }).submit()
  const href = page.links().find(({ text }) => text === '照片.png')!.href
  const officer = await site.officer({ department: 'civil-affairs', region: '330106000000' })
  expect((await officer.get(href)).status).toBe(404)
  expect((await citizen.get('/files/330106-9999999999999999999')).status).toBe(404)
  expect((await site.visitor().get(href, { follow: false })).location).toContain('/sign-in')
})
