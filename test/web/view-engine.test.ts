import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { viewEngine } from '../../server/web/view-engine.ts'

const folders: string[] = []
afterAll(() => folders.forEach(folder => rmSync(folder, { recursive: true, force: true })))

/** Draws `page.ejs` of a folder with these templates. */
function drawn(templates: Record<string, string>, ...given: object[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'views-'))
  folders.push(folder)
  for (const [name, text] of Object.entries(templates)) writeFileSync(join(folder, `${name}.ejs`), text)
  const render = viewEngine(folder)
  return given.map(locals => {
    let result = ''
    render(join(folder, 'page.ejs'), locals, (error, html) => {
      if (error) throw error as Error
      result = html as string
    })
    return result
  })
}

test('what is included reads what its includer was given, and what it is given itself comes first', () => {
  expect(drawn({ page: "<%- include('part', { b: 2 }) %> <%= a %><%= b %>", part: '<%= a %><%= b %><%= c %>' }, { a: 1, b: 9, c: '<' })).toEqual(['12&lt; 19'])
})

test('a name that nobody gave is an error that tells the place; asked for by `locals` it is not', () => {
  expect(() => drawn({ page: 'one\n<%= nobody %>' }, {})).toThrow(/page\.ejs[\s\S]*nobody is not defined/)
  expect(drawn({ page: "<% if (locals.title) { %><%= title %><% } else { %>none<% } %>" }, {}, { title: 'x' }, {})).toEqual(['none', 'x', 'none'])
})

test('a template may give a name of its own to what is called the same outside, and hand it on', () => {
  expect(drawn({ page: "<% const list = [1, 2] -%><% for (const one of list) { %><%- include('part', { list: one }) %><% } %>", part: '<%= list %>;' }, { list: 'outer' })).toEqual(['1;2;'])
})

test("what every object inherits is nobody's local", () => {
  expect(drawn({ page: "<%= 'toString' in locals %><%- include('part', {}) %>", part: "<%= 'toString' in locals %>" }, {})).toEqual(['falsefalse'])
})
