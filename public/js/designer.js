// While a definition is typed, the proof is run again with what is typed so far: the answer is the
// page that “check without saving” draws, of which the proof, the line and the findings are shown.
const form = document.querySelector('[data-live]')
const pause = 700
// Own pages only, fetched from here: the one text that may become markup (Trusted Types).
const own = globalThis.trustedTypes?.createPolicy('designer', { createHTML: html => html }) ?? { createHTML: html => html }
let timer
let asked = 0

function checkSoon() {
  clearTimeout(timer)
  timer = setTimeout(check, pause)
}

async function check() {
  const turn = ++asked
  const body = new URLSearchParams(new FormData(form))
  body.set('check', '1')
  const aside = document.getElementById('proof')
  aside?.setAttribute('aria-busy', 'true')
  try {
    const response = await fetch(form.action, { method: 'POST', body })
    if (!response.ok || turn !== asked) return
    show(new DOMParser().parseFromString(own.createHTML(await response.text()), 'text/html'))
  } catch {
    // Without an answer the page stays as it is; the button still works.
  } finally {
    document.getElementById('proof')?.removeAttribute('aria-busy')
  }
}

/** Takes over what was worked out, and leaves every control alone: somebody is typing in one. */
function show(page) {
  replace('#proof', page)
  replace('.designer__brief', page)
  const [shown, found] = [document, page].map(where => [...where.querySelectorAll('.designer__control')])
  shown.forEach((control, index) => {
    control.querySelectorAll(':scope > .finding').forEach(finding => finding.remove())
    control.append(...(found[index]?.querySelectorAll(':scope > .finding') ?? []))
  })
}

function replace(selector, page) {
  const [old, fresh] = [document.querySelector(selector), page.querySelector(selector)]
  if (!old || !fresh) return
  const scrolled = old.scrollTop
  old.replaceChildren(...fresh.childNodes)
  old.scrollTop = scrolled
}

// After saving, one goes on with what is next; who came to a place of the page is there already.
if (document.querySelector('.notice--success') && !location.hash) document.querySelector('[data-next]')?.focus()

form?.addEventListener('input', checkSoon)
form?.addEventListener('change', checkSoon)

// A long list is narrowed by a few letters; what is chosen stays in it.
for (const select of document.querySelectorAll('select[data-filtered]')) narrow(select)

function narrow(select) {
  const all = [...select.children].map(child => child.cloneNode(true))
  const box = document.createElement('input')
  const said = document.createElement('span')
  Object.assign(box, { type: 'search', className: 'govuk-input list-filter', autocomplete: 'off' })
  box.setAttribute('aria-label', select.dataset.filtered)
  box.placeholder = select.dataset.filtered
  said.className = 'govuk-visually-hidden'
  said.setAttribute('role', 'status')
  select.before(box, said)
  // What is looked for is no part of what is sent.
  for (const kind of ['input', 'change']) box.addEventListener(kind, event => event.stopPropagation())
  box.addEventListener('keydown', event => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    select.focus()
  })
  box.addEventListener('input', () => {
    const chosen = select.value
    const wanted = box.value.trim().toLowerCase()
    const fits = option => option.value === '' || option.value === chosen || option.textContent.toLowerCase().includes(wanted)
    select.replaceChildren(...all.flatMap(child => {
      const copy = child.cloneNode(true)
      if (copy.tagName === 'OPTION') return fits(copy) ? [copy] : []
      for (const option of [...copy.children]) if (!fits(option)) option.remove()
      return copy.children.length > 0 ? [copy] : []
    }))
    select.value = chosen
    const found = [...select.options].filter(option => option.value !== '' && option.textContent.toLowerCase().includes(wanted))
    if (chosen === '' && wanted !== '' && found.length === 1) {
      select.value = found[0].value
      select.dispatchEvent(new Event('change', { bubbles: true }))
    }
    said.textContent = select.dataset.matches.replace('{{count}}', found.length)
  })
}

// Settings that are of use only with some values of another one are shown with those.
for (const part of document.querySelectorAll('[data-only-for]')) {
  const [name, values] = part.dataset.onlyFor.split('=')
  const other = form.elements.namedItem(name)
  const show = () => { part.hidden = !values.split(',').includes(other.value) }
  other?.addEventListener('change', show)
  if (other) show()
}
