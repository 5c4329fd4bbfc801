/** A browser, told so that its owner knows it again, and kept so that it says no more than that. */
export interface Device {
  browser: (typeof browsers)[number][0] | 'other'
  system: (typeof systems)[number][0] | 'other'
  /** The network it came from, without the part that names the machine. */
  network: string
}

/** The first that fits: many call themselves Chrome and Safari too. */
const browsers = [
  ['zhelib', /dtdreamweb|ZheLiBan/i], ['dingTalk', /DingTalk|TaurusApp/i], ['weChat', /MicroMessenger/i], ['alipay', /AlipayClient/i],
  ['edge', /Edg(?:e|A|iOS)?\//], ['qq', /M?QQBrowser/i], ['uc', /UCBrowser/i], ['quark', /Quark/i], ['huawei', /HuaweiBrowser|ArkWeb/i], ['xiaomi', /MiuiBrowser/i], ['browser360', /QihooBrowser|360SE|360EE/i],
  ['opera', /OPR\//], ['firefox', /Firefox|FxiOS/], ['chrome', /Chrome|CriOS/], ['safari', /Safari/],
] as const
const systems = [
  ['harmony', /HarmonyOS|OpenHarmony/i], ['ipad', /iPad/], ['iphone', /iPhone/], ['android', /Android/], ['windows', /Windows/], ['kylin', /Kylin|UOS/i], ['mac', /Mac OS X|Macintosh/], ['linux', /Linux|X11/],
] as const

export function deviceOf(userAgent: string, address: string): Device {
  const agent = userAgent.slice(0, 500)
  return {
    browser: browsers.find(([, sign]) => sign.test(agent))?.[0] ?? 'other',
    system: systems.find(([, sign]) => sign.test(agent))?.[0] ?? 'other',
    network: networkOf(address),
  }
}

/** `203.0.113.7` → `203.0.113.*`, `2001:db8:1:2::3` → `2001:db8:1:*`: enough to tell home from elsewhere. */
export function networkOf(address: string): string {
  const four = /^(?:::ffff:)?(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/i.exec(address)
  if (four) return `${four[1]}.*`
  const groups = address.split('::')[0]?.split(':').filter(Boolean) ?? []
  return address.includes(':') ? `${[...groups, '0', '0', '0'].slice(0, 3).join(':')}:*` : ''
}
