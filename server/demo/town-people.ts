import { idNumberCheck, usccCheck } from '../people/identity-number.ts'

/**
 * The people of the demonstration town, all invented.
 *
 * Their ID numbers are valid (GB 11643) but nobody's: the sequence numbers 998 and 999 were kept for
 * people over a hundred, and these were born later. So are their telephone numbers: 140 is the range of
 * machines' numbers, which have 13 digits.
 */
export interface Resident {
  username: string
  name: string
  sex: 'male' | 'female'
  /** YYYY-MM-DD */
  born: string
  idNumber: string
  phone: string
  /** Where they are registered and live: the township, and the address in it. */
  regionCode: string
  address: string
}

export interface Company {
  username: string
  name: string
  uscc: string
  phone: string
  regionCode: string
  address: string
}

/** An ID number with the right check character. */
export function idNumberOf(born: string, sex: Resident['sex'], county = '330106'): string {
  const digits = `${county}${born.replaceAll('-', '')}${sex === 'male' ? '999' : '998'}`
  return digits + idNumberCheck(digits)
}

/** A credit code whose inner organisation code (GB 11714) has the right check character as well. */
export function usccOf(order: number): string {
  const body = `MAXXX${String(order).padStart(3, '0')}`
  const weights = [3, 7, 9, 10, 5, 8, 4, 2]
  const sum = [...body].reduce((total, one, index) => total + (weights[index] ?? 0) * parseInt(one, 36), 0)
  const inner = '0123456789X'[(11 - (sum % 11)) % 11]
  const code = `91330106${body}${inner}`
  return code + usccCheck(code)
}

export const phoneOf = (order: number): string => `1400000${String(order).padStart(4, '0')}`

/** Townships of Xihu District by the short name used below. */
const places = {
  北山: '330106002000', 西溪: '330106004000', 翠苑: '330106005000', 古荡: '330106007000', 留下: '330106009000', 转塘: '330106010000',
  蒋村: '330106011000', 灵隐: '330106012000', 文新: '330106013000', 三墩: '330106109000', 双浦: '330106110000',
} as const
type Place = keyof typeof places

// prettier-ignore
const rows: [username: string, name: string, sex: 'm' | 'f', born: string, place: Place, address: string][] = [
  ['chen.xiaoyu',    '陈小雨', 'f', '1994-04-18', '翠苑', '翠苑三区18幢2单元501室'],
  ['lin.zhiyuan',    '林知远', 'm', '1992-09-03', '翠苑', '翠苑三区18幢2单元501室'],
  ['wang.meihua',    '王美华', 'f', '1966-02-11', '古荡', '古荡新村西区9幢301室'],
  ['zhou.jianming',  '周建明', 'm', '1963-12-05', '文新', '文三西路88弄12幢402室'],
  ['shen.yiran',     '沈怡然', 'f', '1996-07-22', '三墩', '三墩镇古墩路1200号云栖苑3幢1102室'],
  ['xu.haoran',      '徐浩然', 'm', '1995-01-30', '三墩', '三墩镇古墩路1200号云栖苑3幢1102室'],
  ['zhang.lihua',    '张丽华', 'f', '1988-05-16', '西溪', '西溪路27号4幢203室'],
  ['he.junjie',      '何俊杰', 'm', '1986-11-08', '西溪', '西溪路27号4幢203室'],
  ['yu.siqi',        '俞思琪', 'f', '1998-03-27', '蒋村', '蒋村花园和景苑6幢1单元802室'],
  ['qian.wei',       '钱伟',   'm', '1997-10-14', '蒋村', '蒋村花园和景苑6幢1单元802室'],
  ['sun.guoqiang',   '孙国强', 'm', '1966-05-20', '留下', '留下大街156号2幢101室'],
  ['zheng.xiulan',   '郑秀兰', 'f', '1971-08-09', '留下', '留下大街156号2幢101室'],
  ['hu.yifan',       '胡一帆', 'm', '2002-06-12', '转塘', '转塘镇象山路35号教工宿舍2幢304室'],
  ['feng.jiayi',     '冯佳怡', 'f', '1990-12-25', '北山', '曙光路50号3单元601室'],
  ['pan.wenbo',      '潘文博', 'm', '1989-02-17', '北山', '曙光路50号3单元601室'],
  ['du.minghui',     '杜明辉', 'm', '2001-09-28', '双浦', '双浦镇周浦老街66号'],
  ['ye.qing',        '叶青',   'f', '1993-03-06', '文新', '紫金花路120号5幢902室'],
  ['cai.zhenyu',     '蔡振宇', 'm', '1991-07-19', '灵隐', '玉古路73号2幢502室'],
  ['jiang.wanting',  '蒋婉婷', 'f', '1992-10-02', '灵隐', '玉古路73号2幢502室'],
  ['tang.shuzhen',   '汤淑珍', 'f', '1958-04-04', '古荡', '古荡新村东区21幢104室'],
  ['ni.xiang',       '倪翔',   'm', '1985-08-31', '古荡', '古荡新村东区21幢104室'],
  ['shi.yunfei',     '施云飞', 'm', '1999-05-09', '翠苑', '文一路115号学府苑1幢1406室'],
  ['mao.lingling',   '毛玲玲', 'f', '1987-06-18', '三墩', '三墩镇紫萱路8号10幢601室'],
  ['gu.chengdong',   '顾承东', 'm', '1979-11-23', '三墩', '三墩镇紫萱路8号10幢601室'],
  ['yao.ruoxi',      '姚若溪', 'f', '1995-09-15', '西溪', '天目山路289号7幢1801室'],
  ['ruan.haifeng',   '阮海峰', 'm', '1967-01-07', '双浦', '双浦镇兰溪口村12号'],
  ['lou.xiaodan',    '楼晓丹', 'f', '1984-02-28', '蒋村', '文二西路683号绿城桂苑9幢303室'],
  ['kong.decai',     '孔德才', 'm', '1955-10-10', '北山', '保俶路106号4幢201室'],
]

export const residents: readonly Resident[] = rows.map(([username, name, sex, born, place, address], index) => ({
  username, name, sex: sex === 'm' ? 'male' : 'female', born,
  idNumber: idNumberOf(born, sex === 'm' ? 'male' : 'female'),
  phone: phoneOf(index + 1), regionCode: places[place], address,
}))

/** Who is married to whom, by username. */
const couples: [string, string][] = [
  ['chen.xiaoyu', 'lin.zhiyuan'], ['shen.yiran', 'xu.haoran'], ['zhang.lihua', 'he.junjie'], ['zheng.xiulan', 'sun.guoqiang'],
  ['feng.jiayi', 'pan.wenbo'], ['jiang.wanting', 'cai.zhenyu'], ['mao.lingling', 'gu.chengdong'],
]

// prettier-ignore
const companyRows: [username: string, name: string, place: Place, address: string][] = [
  ['qinghe.food',    '杭州青禾食品有限公司',         '三墩', '三墩镇西园八路2号3幢201室'],
  ['xiyin.tech',     '杭州溪音数字科技有限公司',     '蒋村', '文二西路712号西溪乐谷B座902室'],
  ['hupan.catering', '杭州湖畔小馆餐饮管理有限公司', '北山', '北山街84号一层'],
  ['yunqi.robot',    '杭州云起机器人有限公司',       '转塘', '转塘科技经济区块9号5幢'],
  ['longwu.tea',     '杭州龙坞茶香餐饮有限公司',     '转塘', '龙坞葛衙庄18号'],
  ['jindun.pump',    '杭州金敦智能水泵有限公司',     '三墩', '三墩镇振华路198号'],
  ['chengxi.books',  '杭州城西书房文化有限公司',     '文新', '紫金花路18号一层'],
  ['lingyin.noodle', '杭州灵隐素面馆有限公司',       '灵隐', '灵隐路5号'],
]

export const companies: readonly Company[] = companyRows.map(([username, name, place, address], index) => ({
  username, name, uscc: usccOf(index + 1), phone: phoneOf(index + 101), regionCode: places[place], address,
}))

/** People of the town who work for its offices, and have matters between these: where they work, and as whom they live. */
// prettier-ignore
const officialRows: [username: string, name: string, sex: 'm' | 'f', born: string, place: Place, address: string, officeId: string][] = [
  ['zhong.shuhua', '钟书华', 'f', '1988-06-12', '翠苑', '翠苑二区31幢1单元402室',       'archives@330106000000'],
  ['bai.anping',   '白安平', 'm', '1983-02-26', '古荡', '古荡湾新村5幢2单元201室',     'government-offices@330106000000'],
  ['lai.xiuzhi',   '赖秀芝', 'f', '1968-01-19', '文新', '紫金港路16号3幢702室',         'trade-union@330106000000'],
  ['qu.anmin',     '瞿安民', 'm', '1990-09-09', '翠苑', '翠苑一区7幢3单元101室',       'village-agent@330106005000'],
]

export interface Official extends Resident {
  officeId: string
}

export const officials: readonly Official[] = officialRows.map(([username, name, sex, born, place, address, officeId], index) => ({
  username, name, sex: sex === 'm' ? 'male' : 'female', born, idNumber: idNumberOf(born, sex === 'm' ? 'male' : 'female'), phone: phoneOf(index + 201), regionCode: places[place], address, officeId,
}))

export const residentOf = (username: string): Resident => {
  const resident = residents.find(one => one.username === username)
  if (!resident) throw new Error(`nobody in town is called ${username}`)
  return resident
}

export const spouseOf = ({ username }: Pick<Resident, 'username'>): Resident | undefined => {
  const couple = couples.find(pair => pair.includes(username))
  const other = couple?.find(one => one !== username)
  return other === undefined ? undefined : residentOf(other)
}

/** People without an account, whom the town's matters are about: parents, children, partners. */
// prettier-ignore
export const kin = {
  lateFather: { name: '林守义', born: '1948-03-19', sex: 'male',   regionCode: places.古荡, address: '古荡新村西区31幢202室' },
  lateMother: { name: '周桂芬', born: '1945-11-02', sex: 'female', regionCode: places.古荡, address: '古荡新村西区31幢202室' },
  pupil:      { name: '何沐阳', born: '2020-03-11', sex: 'male',   regionCode: places.西溪, address: '西溪路27号4幢203室' },
  child:      { name: '倪可欣', born: '2016-09-05', sex: 'female', regionCode: places.古荡, address: '古荡新村东区21幢104室' },
  partner:    { name: '骆嘉禾', born: '1997-02-08', sex: 'female', regionCode: places.留下, address: '留下街道屏峰路52号3幢602室' },
  groom:      { name: '骆嘉树', born: '1991-06-17', sex: 'male',   regionCode: places.文新, address: '古墩路83号6幢401室' },
  secondGroom: { name: '程以南', born: '1994-12-09', sex: 'male',  regionCode: places.翠苑, address: '翠苑二区14幢2单元602室' },
  bride:      { name: '苏禾', born: '2001-04-21', sex: 'female',   regionCode: places.转塘, address: '转塘直街22号2幢501室' },
  employee:   { name: '季晓晴', born: '1999-12-01', sex: 'female', regionCode: places.翠苑, address: '翠苑四区7幢1单元302室' },
  colleague:  { name: '严立群', born: '1987-04-23', sex: 'male',   regionCode: places.蒋村, address: '文二西路683号绿城桂苑2幢903室' },
} as const satisfies Record<string, Pick<Resident, 'name' | 'born' | 'sex' | 'regionCode' | 'address'>>

export const idNumberOfKin = (who: keyof typeof kin): string => idNumberOf(kin[who].born, kin[who].sex)
