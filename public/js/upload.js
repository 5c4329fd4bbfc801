// Files may be dropped; what was chosen is shown before it is sent.
for (const area of document.querySelectorAll('[data-upload]')) preview(area)

function preview(area) {
  const input = area.querySelector('input[type=file]')
  const list = area.querySelector('.upload__preview')
  if (matchMedia('(hover: hover)').matches) input.after(Object.assign(document.createElement('span'), { className: 'muted small', textContent: area.dataset.drop }))

  const over = on => event => {
    event.preventDefault()
    area.classList.toggle('upload--over', on)
  }
  area.addEventListener('dragover', over(true))
  area.addEventListener('dragleave', over(false))
  area.addEventListener('drop', event => {
    over(false)(event)
    if (event.dataTransfer.files.length === 0) return
    input.files = event.dataTransfer.files
    input.dispatchEvent(new Event('change', { bubbles: true }))
  })

  input.addEventListener('change', () => {
    for (const picture of list.querySelectorAll('img')) URL.revokeObjectURL(picture.src)
    list.replaceChildren(...[...input.files].map(shown))
    // Files that were chosen and never sent would be lost on leaving the page.
    if (input.files.length > 0 && input.form?.hasAttribute('data-sends-at-once')) input.form.requestSubmit()
  })
}

function shown(file) {
  const item = document.createElement('li')
  const picture = file.type.startsWith('image/')
    ? Object.assign(new Image(), { src: URL.createObjectURL(file), alt: '' })
    : Object.assign(document.createElement('span'), { className: 'upload__sheet', textContent: file.name.split('.').at(-1).toUpperCase().slice(0, 5) })
  const size = file.size < 1024 * 1024 ? `${Math.max(1, Math.round(file.size / 1024))} KB` : `${(file.size / 1024 / 1024).toFixed(1)} MB`
  item.append(picture, Object.assign(document.createElement('span'), { textContent: `${file.name} · ${size}` }))
  return item
}
