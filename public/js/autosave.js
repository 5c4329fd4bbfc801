// Keeps what is typed: the form is posted to its own action with X-Autosave, a copy stays in this
// tab until the server has it (not longer: computers are shared), also when a session has ended meanwhile, and nothing is said louder than "saved 14:03".
const pause = 1200
const retryAfter = 8000

for (const form of document.querySelectorAll('form[data-autosave]')) keep(form)

function keep(form) {
  const state = form.querySelector('[data-save-state]') ?? document.querySelector('[data-save-state]')
  // By attribute: a field may be called “action”, and would hide the form's own.
  const action = form.getAttribute('action')
  const key = `unsaved:${action}`
  let timer
  let changes = 0
  let saved = 0
  let leaving = false

  const say = (name, time = '') => {
    if (!state || state.dataset.state === name && name !== 'saved') return
    state.dataset.state = name
    state.textContent = state.dataset[name].replace('{time}', time)
  }
  const later = delay => {
    clearTimeout(timer)
    timer = setTimeout(save, delay)
  }

  async function save() {
    if (saved === changes || leaving) return
    const at = changes
    say('saving')
    try {
      const response = await fetch(action, { method: 'POST', body: typed(form), headers: { 'X-Autosave': '1', Accept: 'application/json' }, credentials: 'same-origin', redirect: 'manual' })
      if (!response.ok) throw new Error(String(response.status))
      const { drawn } = await response.json().catch(() => ({}))
      if (drawn && form.elements._drawn) form.elements._drawn.value = drawn
      saved = at
      if (saved === changes) sessionStorage.removeItem(key)
      say('saved', new Date().toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }))
    } catch {
      say('waiting')
      later(retryAfter)
    }
  }

  const changed = event => {
    if (event.target.type === 'file') return
    changes += 1
    sessionStorage.setItem(key, typed(form).toString())
    later(event.type === 'change' ? 300 : pause)
  }
  form.addEventListener('input', changed)
  form.addEventListener('change', changed)
  form.addEventListener('submit', () => {
    leaving = true
    clearTimeout(timer)
    sessionStorage.removeItem(key)
    // The next page tells whether it arrived (portal.js).
    if (changes > 0) sessionStorage.setItem(`sent:${action}`, typed(form).toString())
  })
  window.addEventListener('online', () => later(0))
  document.addEventListener('visibilitychange', () => document.hidden && later(0))

  // What the server didn't get before the page was left comes back, and is saved.
  const left = sessionStorage.getItem(key)
  if (left) {
    restore(form, new URLSearchParams(left))
    changes += 1
    later(0)
  }
}

function typed(form) {
  const body = new URLSearchParams()
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value)
  return body
}

function restore(form, left) {
  for (const control of form.elements) {
    if (!control.name || ['hidden', 'file', 'submit', 'button', 'password'].includes(control.type)) continue
    const values = left.getAll(control.name)
    if (control.type === 'radio' || control.type === 'checkbox') control.checked = values.includes(control.value)
    else if (values.length > 0) control.value = values[0]
  }
}
