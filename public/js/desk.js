// The desks by keyboard: j/k through the queue, / to search, a to the actions, ? for help; and the light.
const queue = () => [...document.querySelectorAll('[data-queue-link]')]
const help = document.querySelector('[data-keyboard-help]')

const keys = {
  j: () => step(1),
  k: () => step(-1),
  '/': () => (document.querySelector('[data-desk-search]') ?? document.querySelector('[data-search] input[name=q]'))?.focus(),
  a: () => {
    const actions = document.querySelector('[data-actions]')
    if (!actions) return
    if (actions.tagName === 'DETAILS') actions.open = true
    actions.querySelector('button, a, input:not([type=hidden]), select, textarea')?.focus()
  },
  '?': () => help?.showModal(),
}

function step(by) {
  const links = queue()
  const here = links.indexOf(document.activeElement)
  const current = here >= 0 ? here : links.findIndex(link => link.closest('[aria-current]'))
  links[current < 0 ? 0 : Math.min(Math.max(current + by, 0), links.length - 1)]?.focus()
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (event.target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, dialog, [contenteditable]')) return
  const act = keys[event.key]
  if (!act) return
  event.preventDefault()
  act()
})

const light = document.querySelector('[data-theme-switch]')
if (light) {
  const root = document.documentElement
  const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches)
  const say = () => (light.querySelector('span').textContent = isDark() ? light.dataset.light : light.dataset.dark)
  light.closest('li').hidden = false
  say()
  light.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark'
    localStorage.setItem('theme', root.dataset.theme)
    say()
  })
}
