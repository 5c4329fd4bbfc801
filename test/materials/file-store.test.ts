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

test('a folder that can’t be written is told of as such', async () => {
  const noFolder = join(folder, 'a file')
  writeFileSync(noFolder, '')
  await expect(folderStore(noFolder, createVault(new Map([[1, Buffer.alloc(32, 7)]]))).put('330106-a', Buffer.from('x'))).rejects.toThrow(Unavailable)
})
