/*
 * Checks the history of a case that somebody downloaded, without the portal and without a network.
 *
 *     node verify-history.mjs HISTORY.json [CHECKPOINT.txt] [--key FINGERPRINT]
 *
 * or open verify-history.html, which lies beside this file, in a browser. One file, no dependencies:
 * whoever wants to know what it does reads it. The format is described in docs/history.md.
 * Ends with 0: whole, 1: altered, 2: not a history that can be checked, 3: whole in itself but not anchored.
 */
;(() => {
  'use strict'

  // ── bytes ──────────────────────────────────────────────────────────────────────────────────────

  const encoder = new TextEncoder()
  const hex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  const base64 = bytes => btoa(String.fromCharCode(...bytes))
  const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at])
  const joined = parts => {
    const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
    let at = 0
    for (const part of parts) {
      bytes.set(part, at)
      at += part.length
    }
    return bytes
  }

  /** Only the usual spelling: base64 has several for the same bytes. */
  function fromBase64(text) {
    if (typeof text !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) throw new Unusable('encoding')
    const bytes = Uint8Array.from(atob(text), character => character.charCodeAt(0))
    if (base64(bytes) !== text) throw new Unusable('encoding')
    return bytes
  }

  // ── hashes ─────────────────────────────────────────────────────────────────────────────────────

  const digest = {
    sha256: async bytes => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)),
    sm3: async bytes => sm3(bytes),
  }

  /** GB/T 32905—2016: browsers don't have it. */
  function sm3(message) {
    const rotate = (x, n) => ((n %= 32) === 0 ? x : (x << n) | (x >>> (32 - n)))
    const p0 = x => x ^ rotate(x, 9) ^ rotate(x, 17)
    const p1 = x => x ^ rotate(x, 15) ^ rotate(x, 23)
    const length = Math.ceil((message.length + 9) / 64) * 64
    const padded = new Uint8Array(length)
    padded.set(message)
    padded[message.length] = 0x80
    const view = new DataView(padded.buffer)
    view.setUint32(length - 8, Math.floor(message.length / 0x20000000))
    view.setUint32(length - 4, (message.length * 8) >>> 0)
    let v = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e]
    for (let block = 0; block < length; block += 64) {
      const w = Array.from({ length: 16 }, (_, j) => view.getUint32(block + j * 4))
      for (let j = 16; j < 68; j++) w[j] = p1(w[j - 16] ^ w[j - 9] ^ rotate(w[j - 3], 15)) ^ rotate(w[j - 13], 7) ^ w[j - 6]
      let [a, b, c, d, e, f, g, h] = v
      for (let j = 0; j < 64; j++) {
        const ss1 = rotate((rotate(a, 12) + e + rotate(j < 16 ? 0x79cc4519 : 0x7a879d8a, j)) | 0, 7)
        const ss2 = ss1 ^ rotate(a, 12)
        const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c)
        const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g)
        const tt1 = (ff + d + ss2 + (w[j] ^ w[j + 4])) | 0
        const tt2 = (gg + h + ss1 + w[j]) | 0
        ;[a, b, c, d, e, f, g, h] = [tt1, a, rotate(b, 9), c, p0(tt2), e, rotate(f, 19), g]
      }
      v = [a, b, c, d, e, f, g, h].map((x, at) => x ^ v[at])
    }
    const out = new DataView(new ArrayBuffer(32))
    v.forEach((word, at) => out.setUint32(at * 4, word >>> 0))
    return new Uint8Array(out.buffer)
  }

  // ── the chain of the case ──────────────────────────────────────────────────────────────────────

  /** JSON with sorted members: one text for one value (as RFC 8785). */
  function canonical(value) {
    if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
    if (value === null || typeof value !== 'object') return JSON.stringify(value)
    return `{${Object.keys(value).sort().map(key => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`
  }

  const firstHash = '0'.repeat(64)

  /** The number of the first entry that is not what was written, or undefined. */
  async function firstAltered(events, hash) {
    let last = { seq: 0, hash: firstHash }
    for (const event of events) {
      const { previousHash, hash: told, ...content } = event ?? {}
      const found = hex(await digest[hash](encoder.encode(`${previousHash}${canonical(content)}`)))
      if (content.seq !== last.seq + 1 || previousHash !== last.hash || found !== told) return last.seq + 1
      last = event
    }
    return undefined
  }

  // ── the log (RFC 9162, section 2.1) ────────────────────────────────────────────────────────────

  const node = (hash, left, right) => digest[hash](joined([Uint8Array.of(1), left, right]))
  const leafOf = (hash, { kind, id, seq, hash: end }) => digest[hash](joined([Uint8Array.of(0), encoder.encode(canonical({ kind, id, seq, hash: end }))]))
  const isOdd = value => value % 2 === 1
  const half = value => Math.floor(value / 2)

  async function isIncluded(hash, { index, size, leaf, path, root }) {
    if (!Number.isSafeInteger(index) || index < 0 || index >= size) return false
    let [at, last, found] = [index, size - 1, leaf]
    for (const one of path) {
      if (last === 0) return false
      if (isOdd(at) || at === last) {
        found = await node(hash, one, found)
        while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)]
      } else {
        found = await node(hash, found, one)
      }
      ;[at, last] = [half(at), half(last)]
    }
    return last === 0 && same(found, root)
  }

  async function isContinued(hash, { first, second, firstRoot, secondRoot, path }) {
    if (first === second) return path.length === 0 && same(firstRoot, secondRoot)
    if (first > second || first < 1 || path.length === 0) return false
    const [start, ...rest] = Number.isInteger(Math.log2(first)) ? [firstRoot, ...path] : path
    let [at, last, before, after] = [first - 1, second - 1, start, start]
    while (isOdd(at)) [at, last] = [half(at), half(last)]
    for (const one of rest) {
      if (last === 0) return false
      if (isOdd(at) || at === last) {
        before = await node(hash, one, before)
        after = await node(hash, one, after)
        while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)]
      } else {
        after = await node(hash, after, one)
      }
      ;[at, last] = [half(at), half(last)]
    }
    return last === 0 && same(before, firstRoot) && same(after, secondRoot)
  }

  // ── checkpoints (C2SP tlog-checkpoint in a signed-note) ────────────────────────────────────────

  const shape = /^(?<text>(?<origin>[^\s+]{1,200})\n(?<size>0|[1-9]\d{0,14})\n(?<root>[A-Za-z0-9+/]{43}=)\nhash (?<hash>\w+)\ntime (?<at>[\dTZ:.-]{20,24})\nprevious (?:0|[1-9]\d{0,14})\n)\n(?<signatures>(?:— [^\s+]+ [A-Za-z0-9+/=]+\n)+)$/

  function readCheckpoint(note) {
    // A text file may have been saved with other line ends.
    const parts = shape.exec(String(note).replaceAll('\r\n', '\n').replace(/^\uFEFF/, ''))?.groups
    if (!parts || !Object.hasOwn(digest, parts.hash)) return undefined
    return { ...parts, size: Number(parts.size), root: fromBase64(parts.root), signatures: parts.signatures.trimEnd().split('\n').map(line => fromBase64(line.split(' ')[2])) }
  }

  /** true, false, or undefined where this browser can't check signatures of this kind. */
  async function isSignedBy({ origin, text, signatures }, spki) {
    const id = (await digest.sha256(joined([encoder.encode(`${origin}\n`), Uint8Array.of(1), spki.slice(-32)]))).slice(0, 4)
    const signature = signatures.find(one => one.length === 68 && same(one.slice(0, 4), id))
    if (!signature) return false
    let key
    try {
      key = await crypto.subtle.importKey('spki', spki, { name: 'Ed25519' }, false, ['verify'])
    } catch (error) {
      if (error?.name === 'NotSupportedError') return undefined
      return false
    }
    return crypto.subtle.verify('Ed25519', key, signature.slice(4), encoder.encode(text))
  }

  // ── the whole ──────────────────────────────────────────────────────────────────────────────────

  class Unusable extends Error {}

  function readHistory(text) {
    let history
    try {
      history = JSON.parse(text.replace(/^\uFEFF/, ''))
    } catch {
      throw new Unusable('notHistory')
    }
    if (typeof history?.format !== 'string' || !history.format.startsWith('yijianshi-history/')) throw new Unusable('notHistory')
    if (history.format !== 'yijianshi-history/1') throw new Unusable('newerFormat')
    if (!Object.hasOwn(digest, history.hash) || !Array.isArray(history.events) || typeof history.case?.id !== 'string') throw new Unusable('notHistory')
    return history
  }

  /**
   * What can be said of a history: `{ verdict: 'whole' | 'unanchored' | 'altered' | 'unusable', code, params, notes }`.
   * `kept`: a checkpoint that one has from elsewhere or from earlier; `fingerprint`: of the key one trusts.
   */
  async function verify(text, { kept, fingerprint } = {}) {
    try {
      return await verified(readHistory(text), kept, fingerprint)
    } catch (error) {
      if (error instanceof Unusable) return { verdict: 'unusable', code: error.message, params: {}, notes: [] }
      return { verdict: 'unusable', code: 'notHistory', params: {}, notes: [] }
    }
  }

  async function verified(history, kept, fingerprint) {
    const { events, hash, anchor } = history
    const notes = []
    const altered = (code, params = {}) => ({ verdict: 'altered', code, params, notes })
    const seq = await firstAltered(events, hash)
    if (seq !== undefined) return altered('chain', { seq, at: events[seq - 1]?.at ?? '?', type: events[seq - 1]?.type ?? '?' })
    if (events.length === 0) return altered('empty')
    if (!anchor) return kept ? altered('notAnchored') : { verdict: 'unanchored', code: 'chainOnly', params: { count: events.length }, notes }

    const { leaf } = anchor
    if (leaf?.kind !== 'case' || leaf.id !== history.case.id) return altered('otherCase')
    if (events[leaf.seq - 1]?.hash !== leaf.hash) return altered(leaf.seq > events.length ? 'cutOff' : 'rewritten', { seq: leaf.seq, count: events.length })
    const checkpoint = readCheckpoint(anchor.checkpoint)
    if (!checkpoint || checkpoint.hash !== hash) return altered('checkpoint')
    const path = anchor.path.map(fromBase64)
    if (!(await isIncluded(hash, { index: anchor.index, size: checkpoint.size, leaf: await leafOf(hash, leaf), path, root: checkpoint.root }))) return altered('inclusion', { seq: leaf.seq })
    const spki = fromBase64(anchor.publicKey)
    const signed = await isSignedBy(checkpoint, spki)
    if (signed === false) return altered('signature')
    if (signed === undefined) notes.push({ code: 'signatureUnchecked', params: {} })
    const print = hex(await digest.sha256(spki))
    if (fingerprint && fingerprint.toLowerCase().replace(/[^0-9a-f]/g, '') !== print) return altered('otherKey', { fingerprint: print })
    if (kept !== undefined) {
      const fault = await faultWithKept(hash, checkpoint, anchor, kept, spki)
      if (fault) return fault.code === 'needsConsistency' || fault.code === 'keptUnreadable' ? { verdict: 'unusable', ...fault, notes } : altered(fault.code, fault.params)
      notes.push({ code: 'keptAgrees', params: {} })
    }
    if (leaf.seq < events.length) notes.push({ code: 'notYetAnchored', params: { from: leaf.seq + 1, to: events.length } })
    return { verdict: 'whole', code: 'anchored', params: { count: events.length, seq: leaf.seq, at: checkpoint.at, size: checkpoint.size, origin: checkpoint.origin, fingerprint: print, hash }, notes }
  }

  /** What one has kept oneself must be the beginning of what is shown now: that is what nobody can arrange afterwards. */
  async function faultWithKept(hash, checkpoint, anchor, note, spki) {
    const own = readCheckpoint(note)
    if (!own) return { code: 'keptUnreadable', params: {} }
    if (own.origin !== checkpoint.origin || own.hash !== hash) return { code: 'keptOtherLog', params: { origin: own.origin } }
    if ((await isSignedBy(own, spki)) === false) return { code: 'keptOtherKey', params: {} }
    if (own.size === checkpoint.size) return same(own.root, checkpoint.root) ? undefined : { code: 'keptDiffers', params: { size: own.size } }
    if (anchor.kept?.size !== own.size) return { code: 'needsConsistency', params: { size: own.size } }
    const proof = { first: own.size, second: checkpoint.size, firstRoot: own.root, secondRoot: checkpoint.root, path: anchor.kept.path.map(fromBase64) }
    return (await isContinued(hash, proof)) ? undefined : { code: 'keptDiffers', params: { size: own.size } }
  }

  // ── words ──────────────────────────────────────────────────────────────────────────────────────

  const words = {
    verdict: { whole: ['完整', 'Whole'], unanchored: ['前后相连，尚未锚定', 'Linked, but not anchored'], altered: ['被改动过', 'Altered'], unusable: ['无法核对', 'Can’t be checked'] },
    anchored: [
      '全部 {count} 条记录与写下时一致。第 1 至第 {seq} 条已锚定在北京时间 {at} 签名的检查点中（日志 {origin}，共 {size} 个叶子）。请把签名密钥的指纹与门户公布的对照：{fingerprint}',
      'All {count} entries are as they were written. Entries 1 to {seq} are anchored in the checkpoint signed at {at}, Beijing time (log {origin}, {size} leaves). Compare the fingerprint of the signing key with the one the portal publishes: {fingerprint}',
    ],
    chainOnly: [
      '全部 {count} 条记录前后相连，没有被改动。但文件里还没有检查点：几分钟后重新下载，才能证明整条链没有被重写。',
      'All {count} entries follow from each other and none was altered. But the file has no checkpoint yet: download it again in a few minutes to have it proved that the chain as a whole was not rewritten.',
    ],
    chain: ['第一处改动在第 {seq} 条（北京时间 {at}，{type}）：它的内容、顺序或前一条与写下时不符。', 'The first altered entry is number {seq} ({at} Beijing time, {type}): its content, its place or the entry before it is not what was written.'],
    empty: ['文件里没有任何记录，而每件办件都从提交开始有记录。', 'The file has no entries, but every case has had some since it was filed.'],
    notAnchored: ['文件里没有检查点，无法与您保存的检查点对照。', 'The file has no checkpoint to compare with the one you kept.'],
    otherCase: ['证明属于另一件办件。', 'The proof belongs to another case.'],
    cutOff: ['末尾的记录被删去：已锚定 {seq} 条，文件里只有 {count} 条。', 'Entries were taken from the end: {seq} are anchored, the file has {count}.'],
    rewritten: ['整条链被重写过：第 {seq} 条的指纹与锚定的不同，改动在第 {seq} 条或更早。', 'The chain was rewritten: the hash of entry {seq} is not the one that was anchored. The change is in entry {seq} or before it.'],
    checkpoint: ['检查点无法读取，或不是用同一种杂凑算法。', 'The checkpoint can’t be read, or is of another hash.'],
    inclusion: ['证明不成立：第 {seq} 条及之前的记录不在所示的检查点中。', 'The proof fails: the entries up to {seq} are not in the checkpoint shown.'],
    signature: ['检查点的签名不对：检查点或密钥被改动过。', 'The signature of the checkpoint is wrong: the checkpoint or the key was altered.'],
    otherKey: ['检查点由另一把密钥签名：{fingerprint}', 'The checkpoint is signed by another key: {fingerprint}'],
    keptOtherLog: ['您保存的检查点属于另一个日志：{origin}', 'The checkpoint you kept is of another log: {origin}'],
    keptOtherKey: ['您保存的检查点不是用这把密钥签名的。', 'The checkpoint you kept was not signed with this key.'],
    keptDiffers: ['现在的日志不是您保存的检查点（{size} 个叶子）的延续：历史被换过。', 'Today’s log does not continue the checkpoint you kept ({size} leaves): the history was exchanged.'],
    needsConsistency: ['您保存的检查点有 {size} 个叶子。下载历史时在地址后加上 ?kept={size}，文件里就会带上两者一致的证明。', 'The checkpoint you kept has {size} leaves. Add ?kept={size} to the address of the download: the file then carries the proof that both agree.'],
    keptUnreadable: ['第二个文件不是检查点。', 'The second file is no checkpoint.'],
    notHistory: ['这不是从门户下载的办件历史文件。', 'This is no history of a case as the portal gives it out.'],
    newerFormat: ['文件是更新的格式：请下载新的核对程序。', 'The file is of a newer format: get the newer verifier.'],
    encoding: ['文件中的编码有误。', 'Something in the file is encoded wrongly.'],
    signatureUnchecked: ['这个浏览器不能核对 Ed25519 签名：请用更新的浏览器，或用 Node 运行本程序。', 'This browser can’t check Ed25519 signatures: use a newer one, or run this file with Node.'],
    keptAgrees: ['与您保存的检查点一致。', 'It agrees with the checkpoint you kept.'],
    notYetAnchored: ['第 {from} 至第 {to} 条是最近的，还没有锚定；它们前后相连。', 'Entries {from} to {to} are recent and not anchored yet; they follow from each other.'],
  }

  /** As people read them: a fingerprint in groups of four, an instant as the clock showed it in Beijing. */
  const shown = {
    fingerprint: value => value.match(/.{1,4}/g).join(' '),
    at: value => (Number.isNaN(Date.parse(value)) ? value : new Date(Date.parse(value) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')),
  }
  const filled = (text, params) => text.replace(/\{(\w+)\}/g, (_, name) => (shown[name] ?? String)(String(params[name] ?? '')))

  /** The report in both languages: `[headline, sentence, …notes]` for each. */
  const told = ({ verdict, code, params, notes }) => [0, 1].map(language =>
    [words.verdict[verdict][language], filled(words[code][language], params), ...notes.map(note => filled(words[note.code][language], note.params))])

  globalThis.verifyHistory = { verify, told }

  // ── in a browser ───────────────────────────────────────────────────────────────────────────────

  function onPage() {
    const form = document.querySelector('form')
    const result = document.querySelector('[role=status]')
    form.addEventListener('submit', async event => {
      event.preventDefault()
      const [history] = form.elements.history.files
      const [checkpoint] = form.elements.checkpoint.files
      if (!history) return form.elements.history.focus()
      const report = await verify(await history.text(), { ...(checkpoint ? { kept: await checkpoint.text() } : {}), fingerprint: form.elements.fingerprint.value.trim() || undefined })
      result.dataset.verdict = report.verdict
      result.replaceChildren(...told(report).map(([headline, ...sentences], language) => {
        const part = document.createElement('div')
        part.lang = ['zh-CN', 'en'][language]
        const title = document.createElement('h2')
        title.textContent = headline
        part.append(title, ...sentences.map(sentence => Object.assign(document.createElement('p'), { textContent: sentence })))
        return part
      }))
      result.focus()
    })
  }

  // ── from a command line ────────────────────────────────────────────────────────────────────────

  async function onCommandLine() {
    const { readFile } = await import('node:fs/promises')
    const words = process.argv.slice(2)
    const option = words.indexOf('--key')
    const [, fingerprint] = option < 0 ? [] : words.splice(option, 2)
    const [file, keptFile] = words
    if (!file) {
      process.stderr.write('node verify-history.mjs HISTORY.json [CHECKPOINT.txt] [--key FINGERPRINT]\n')
      return 2
    }
    const report = await verify(await readFile(file, 'utf8'), { ...(keptFile ? { kept: await readFile(keptFile, 'utf8') } : {}), fingerprint })
    for (const [headline, ...sentences] of told(report)) process.stdout.write(`${headline}\n${sentences.map(sentence => `  ${sentence}\n`).join('')}`)
    return { whole: 0, altered: 1, unusable: 2, unanchored: 3 }[report.verdict]
  }

  if (typeof document !== 'undefined') {
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', onPage)
    else onPage()
  } else if (typeof process !== 'undefined' && /verify-history\.m?js$/.test(process.argv[1] ?? '')) {
    onCommandLine().then(
      code => (process.exitCode = code),
      error => {
        process.stderr.write(`${error.message}\n`)
        process.exitCode = 2
      },
    )
  }
})()
