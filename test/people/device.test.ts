import { deviceOf, networkOf } from '../../server/people/device.ts'

// prettier-ignore
test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36', 'chrome', 'windows'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0', 'edge', 'windows'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15', 'safari', 'mac'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.53', 'weChat', 'iphone'],
  ['Mozilla/5.0 (Linux; Android 14; PJD110) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0.0.0 Mobile Safari/537.36 AlipayClient/10.6', 'alipay', 'android'],
  ['Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1 Mobile', 'huawei', 'harmony'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0', 'firefox', 'linux'],
  ['curl/8.0', 'other', 'other'],
  ['', 'other', 'other'],
  ['x'.repeat(100_000), 'other', 'other'],
])('%.60s is %s on %s', (agent, browser, system) => {
  expect(deviceOf(agent, '')).toEqual({ browser, system, network: '' })
})

test.each([
  ['203.0.113.7', '203.0.113.*'], ['::ffff:203.0.113.7', '203.0.113.*'], ['2001:db8:1:2::3', '2001:db8:1:*'], ['2001:db8::3', '2001:db8:0:*'], ['::1', '0:0:0:*'], ['', ''],
])('%s is shown as %s', (address, network) => expect(networkOf(address)).toBe(network))
