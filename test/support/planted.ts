import { load } from 'cheerio'

/** What of a naughty string has become part of a page instead of its text: nothing, when everything is escaped. */
export function plantedIn(html: string): string[] {
  const $ = load(html)
  const found: string[] = []
  if ($('planted-x, [planted-attribute], [onplanted]').length > 0) found.push('an element or attribute of what was sent')
  $('*').each((_, element) => {
    const { tagName, attribs = {} } = element as unknown as { tagName: string; attribs?: Record<string, string> }
    for (const [name, value] of Object.entries(attribs)) {
      if (/^on/i.test(name)) found.push(`<${tagName} ${name}>`)
      if (/^(href|src|action|formaction)$/.test(name) && /^\s*(javascript|data:text|\/\/|\/\\|https?:\/\/planted)/i.test(value)) found.push(`<${tagName} ${name}="${value.slice(0, 40)}">`)
    }
  })
  if ($('script:not([src]), style, iframe, object, embed, base, meta[http-equiv=refresh]').length > 0) found.push('a script, style or frame of its own')
  if ($('body').text().includes('54444439')) found.push('the result of a template')
  return found
}
