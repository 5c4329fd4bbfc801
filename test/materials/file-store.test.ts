import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Unavailable } from '../../server/errors.ts'
import { folderStore } from '../../server/materials/file-store.ts'
import { createVault } from '../../server/vault.ts'

const folder = mkdtempSync(join(tmpdir(), 'portal-files-'))
afterAll(() => rmSync(folder, { recursive: true }))
const store = folderStore(folder, createVault(new Map([[1, Buffer.alloc(32, 7)]])))
const written = () => (readdirSync(folder, { recursive: true }) as string[]).filter(name => name.endsWith('.sealed'))

test('what is kept comes back, can’t be read in the folder, opens in no other place, and can be forgotten', async () => {
  await store.put('330106-a', Buffer.from('户口簿'))
  expect((await store.get('330106-a')).toString()).toBe('户口簿')
  const path = join(folder, written()[0]!)
  expect(readFileSync(path).includes('户口簿')).toBe(false)
  await store.put('330106-ba', Buffer.from('x'))
  rmSync(join(folder, written().find(name => name.includes('-ba'))!))
  await expect(store.get('330106-ba')).rejects.toThrow('ENOENT')
  await store.remove('330106-a')
  await store.remove('330106-a')
  expect(written()).toEqual([])
})

test('after a change of key new files get the new one, and the old ones open', async () => {
  await store.put('330106-old', Buffer.from('户口簿'))
  const later = folderStore(folder, createVault(new Map([[1, Buffer.alloc(32, 7)], [2, Buffer.alloc(32, 8)]])))
  await later.put('330106-new', Buffer.from('新'))
  expect([(await later.get('330106-old')).toString(), (await later.get('330106-new')).toString()]).toEqual(['户口簿', '新'])
  const versionOf = (id: string) => readFileSync(join(folder, written().find(name => name.includes(id))!))[0]
  expect([versionOf('-old'), versionOf('-new')]).toEqual([1, 2])
  await expect(store.get('330106-new')).rejects.toThrow('no data key of version 2')
})

test('a file changed in the folder by a single bit does not open', async () => {
  await store.put('330106-bit', Buffer.from('户口簿'))
  const path = join(folder, written().find(name => name.includes('-bit'))!)
  const bytes = readFileSync(path)
  bytes[bytes.length - 1]! ^= 1
  writeFileSync(path, bytes)
  await expect(store.get('330106-bit')).rejects.toThrow()
})

test('a folder that can’t be written is told of as such', async () => {
  const noFolder = join(folder, 'a file')
  writeFileSync(noFolder, '')
  await expect(folderStore(noFolder, createVault(new Map([[1, Buffer.alloc(32, 7)]]))).put('330106-a', Buffer.from('x'))).rejects.toThrow(Unavailable)
})
