// Passkeys: the browser makes one, or signs with one, and the answer is sent with the form.
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), letter => letter.charCodeAt(0))
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
const known = list => (list ?? []).map(one => ({ ...one, id: bytes(one.id) }))

const ask = {
  create: options => navigator.credentials.create({
    publicKey: { ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) }, excludeCredentials: known(options.excludeCredentials) },
  }),
  get: options => navigator.credentials.get({ publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials) } }),
}

const answerOf = ({ id, rawId, type, response, authenticatorAttachment, getClientExtensionResults }, credential) => ({
  id, rawId: text(rawId), type, authenticatorAttachment: authenticatorAttachment ?? undefined, clientExtensionResults: getClientExtensionResults.call(credential),
  response: {
    clientDataJSON: text(response.clientDataJSON),
    ...(response.attestationObject && { attestationObject: text(response.attestationObject), transports: response.getTransports?.() ?? [] }),
    ...(response.signature && { authenticatorData: text(response.authenticatorData), signature: text(response.signature), userHandle: response.userHandle ? text(response.userHandle) : undefined }),
  },
})

for (const form of document.querySelectorAll('[data-passkey]')) {
  const failed = form.querySelector('[data-passkey-failed]')
  // Before the page's own watch over forms that are sent once: this one is sent after the ceremony.
  form.addEventListener('submit', async event => {
    if (event.submitter?.name === '_language') return
    event.preventDefault()
    failed.hidden = true
    try {
      const credential = await ask[form.dataset.passkey](JSON.parse(form.dataset.options))
      form.elements.passkey.value = JSON.stringify(answerOf(credential, credential))
      form.submit()
    } catch {
      failed.hidden = false
    }
  })
}
