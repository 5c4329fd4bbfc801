// Loaded before everything else, in plain JavaScript: an old Node gets a sentence instead of a crash
// (it can't read TypeScript, and better-sqlite3 ends it without a word).
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`This portal needs Node 22.18 or newer and found ${process.versions.node}. "npm ci" brings Node 24 along: start it with "npm start" or "npm run demo".\n`)
  process.exit(1)
}
