import fc from 'fast-check'
import { localPath, paths } from '../../server/web/paths.ts'

test.each([
  ['/', true], ['/me', true], ['/cases/330106?x=1#top', true], ['/a//b', true],
  ['//evil.example', false], ['/\\evil.example', false], ['/a\\b', false], ['https://evil.example', false], ['javascript:alert(1)', false],
  ['me', false], ['', false], ['/a\nb', false], ['/\t/evil.example', false], [undefined, false], [['/me'], false],
])('%j is local: %s', (value, isLocal) => {
  expect(localPath(value)).toBe(isLocal ? value : undefined)
})

test('whatever passes stays on this site, as a browser reads it', () => {
  const nasty = fc.string({ unit: fc.constantFrom('/', '\\', '\t', '\n', ':', '.', 'a', '@', '%', '2', 'f', '?', '#') })
  fc.assert(fc.property(nasty, value => {
    const path = localPath(value)
    if (path !== undefined) expect(new URL(path, 'https://portal.example/sign-in').origin).toBe('https://portal.example')
  }), { numRuns: 2000 })
})

test('ids are written into paths so that they stay one part of them', () => {
  expect(paths.adminPerson('../x?y#z')).toBe('/admin/people/..%2Fx%3Fy%23z')
  expect(paths.signIn('/me?a=b&c')).toBe('/sign-in?next=%2Fme%3Fa%3Db%26c')
})

test('empty filters are left out', () => {
  expect(paths.filtered('/admin/people', { q: '', staff: undefined })).toBe('/admin/people')
  expect(paths.filtered('/search', { q: '生孩子', audience: 'yes' })).toBe('/search?q=%E7%94%9F%E5%AD%A9%E5%AD%90&audience=yes')
})
