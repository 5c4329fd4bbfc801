import { placeOfAddress } from '../../server/web/client-address.ts'

test.each([
  ['203.0.113.7', '203.0.113.7'], ['::ffff:203.0.113.7', '203.0.113.7'], ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'], ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'], ['::1', '0:0:0:0::/64'], ['fe80::1%eth0', 'fe80:0:0:0::/64'], ['', ''], ['x'.repeat(500), 'x'.repeat(64)],
])('%s is counted as %s', (address, place) => expect(placeOfAddress(address)).toBe(place))
