import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** What lies between the portal and its database, and what can go wrong with it. */
export interface Proxy {
  port: number
  /** Where connections lead from now on: an address that moves to another server. */
  leadsTo(port: number): void
  /** Passes on the next commit, and cuts the connection before its answer comes back. */
  cutsNextCommit(): void
  /** Whether anything is passed on; what is sent meanwhile is lost without a word. */
  isSilent: boolean
  cutAll(): void
  close(): void
}

export async function startProxy(target: number): Promise<Proxy> {
  const sockets = new Set<Socket>()
  let willCut = false
  const server = createServer(client => {
    const upstream = connect(target, '127.0.0.1')
    let isCut = false
    const cut = () => void [client, upstream].forEach(socket => socket.destroy())
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', cut).on('close', () => (sockets.delete(socket), cut()))
    }
    client.on('data', bytes => {
      if (self.isSilent) return
      if (willCut && bytes.includes('commit\0')) {
        willCut = false
        isCut = true
        setTimeout(cut, 200) // the server has it by then
      }
      upstream.write(bytes)
    })
    upstream.on('data', bytes => {
      if (!isCut && !self.isSilent) client.write(bytes)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const self: Proxy = {
    port: (server.address() as AddressInfo).port, isSilent: false,
    leadsTo: port => void (target = port),
    cutsNextCommit: () => void (willCut = true),
    cutAll: () => sockets.forEach(socket => socket.destroy()),
    close: () => (server.close(), sockets.forEach(socket => socket.destroy())),
  }
  return self
}
