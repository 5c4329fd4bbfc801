import { createServer, type RequestListener, type Server } from 'node:http'

/** What one client may take of the server: slow ones are cut, whatever they are slow at. */
export interface ConnectionLimits {
  /** Until the headers are there. */
  headersMs: number
  /** Until the whole request is there, its files too. */
  requestMs: number
  /** Until the answer is read to its end. */
  answerMs: number
  /** While nothing at all is sent or read. */
  silenceMs: number
  /** An open connection between two requests. */
  keepAliveMs: number
  /** How often it is looked who is late. */
  lookMs: number
  connections: number
  headerBytes: number
}

const second = 1000
export const connectionLimits: ConnectionLimits = {
  headersMs: 15 * second, requestMs: 60 * second, answerMs: 300 * second, silenceMs: 120 * second, keepAliveMs: 5 * second, lookMs: 5 * second,
  connections: 2_000, headerBytes: 16 * 1024,
}

/** A server of the strict parser (RFC 9112: two lengths, or a length and chunks, are refused) with these limits. */
export function guardedServer(answer: RequestListener, limits: ConnectionLimits = connectionLimits): Server {
  const server = createServer({
    insecureHTTPParser: false, requireHostHeader: true, maxHeaderSize: limits.headerBytes, connectionsCheckingInterval: limits.lookMs,
    headersTimeout: limits.headersMs, requestTimeout: limits.requestMs, keepAliveTimeout: limits.keepAliveMs,
  }, answer)
  server.maxConnections = limits.connections
  server.setTimeout(limits.silenceMs)
  server.on('request', (req, res) => {
    const patience = setTimeout(() => req.socket.destroy(), limits.answerMs)
    res.once('close', () => clearTimeout(patience))
  })
  return server
}
