// The search field answers as one types: a combobox after the ARIA pattern, fed by GET /search?format=json.
for (const form of document.querySelectorAll('form[data-search]')) suggest(form)

function suggest(form) {
  const input = form.querySelector('input[name=q]')
  const list = Object.assign(document.createElement('ul'), { id: `${input.id}-list`, className: 'search__list', hidden: true })
  const told = Object.assign(document.createElement('p'), { className: 'govuk-visually-hidden' })
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', form.querySelector('label').textContent)
  told.setAttribute('role', 'status')
  form.append(list, told)
  for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': list.id })) input.setAttribute(name, value)

  let timer
  let asked
  let composing = false
  let found = []
  let at = -1

  const close = () => {
    list.hidden = true
    at = -1
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }
  const point = to => {
    at = (to + found.length) % found.length
    ;[...list.children].forEach((option, index) => option.setAttribute('aria-selected', String(index === at)))
    list.children[at].scrollIntoView({ block: 'nearest' })
    input.setAttribute('aria-activedescendant', list.children[at].id)
  }

  async function ask() {
    const words = input.value.trim()
    asked?.abort()
    if (words === '') return close()
    asked = new AbortController()
    try {
      const url = new URL(form.action)
      url.search = new URLSearchParams({ q: words, format: 'json' }).toString()
      const response = await fetch(url, { signal: asked.signal, headers: { Accept: 'application/json' } })
      if (response.ok) show(await response.json())
    } catch {
      // A newer question, or no connection: the form itself still searches.
    }
  }

  function show(results) {
    found = results.slice(0, 8)
    at = -1
    told.textContent = found.length > 0 ? form.dataset.count.replace('{n}', found.length) : form.dataset.none
    list.replaceChildren(...found.map(({ title, summary }, index) => {
      const option = Object.assign(document.createElement('li'), { id: `${list.id}-${index}`, className: 'search__option' })
      option.setAttribute('role', 'option')
      option.setAttribute('aria-selected', 'false')
      option.append(Object.assign(document.createElement('strong'), { textContent: title }))
      if (summary) option.append(Object.assign(document.createElement('span'), { textContent: summary }))
      return option
    }))
    list.hidden = found.length === 0
    input.setAttribute('aria-expanded', String(found.length > 0))
    input.removeAttribute('aria-activedescendant')
  }

  const askSoon = () => {
    clearTimeout(timer)
    if (!composing) timer = setTimeout(ask, 120)
  }
  // While pinyin is being composed the letters are not yet the word.
  input.addEventListener('compositionstart', () => (composing = true))
  input.addEventListener('compositionend', () => {
    composing = false
    askSoon()
  })
  input.addEventListener('input', askSoon)
  input.addEventListener('keydown', event => {
    if (composing || event.isComposing) return
    if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault()
      return close()
    }
    if (list.hidden) return
    if (event.key === 'ArrowDown') point(at + 1)
    else if (event.key === 'ArrowUp') point(at < 0 ? found.length - 1 : at - 1)
    else if (event.key === 'Enter' && at >= 0) location.assign(found[at].href)
    else return
    event.preventDefault()
  })
  list.addEventListener('mousedown', event => event.preventDefault())
  list.addEventListener('click', event => {
    const index = [...list.children].indexOf(event.target.closest('li'))
    if (index >= 0) location.assign(found[index].href)
  })
  input.addEventListener('blur', close)
}
