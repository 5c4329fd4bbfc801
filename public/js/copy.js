// Copies a number without the gaps that make it readable.
document.addEventListener('click', async event => {
  const button = event.target.closest('[data-copy]')
  if (!button) return
  await navigator.clipboard.writeText(button.dataset.copy)
  const before = button.textContent
  button.textContent = button.dataset.copiedText
  button.dataset.copied = ''
  setTimeout(() => {
    button.textContent = before
    delete button.dataset.copied
  }, 2000)
})
for (const button of document.querySelectorAll('[data-copy]')) button.hidden = !navigator.clipboard
