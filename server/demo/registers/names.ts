import type { Day } from '../../limits/calendar.ts'
import { below, pick, yearOf } from './draw.ts'

/** The commonest surnames of Zhejiang, the commonest most often. */
const surnames = [...'陈陈陈陈王王王徐徐张张李李周周吴吴朱朱胡胡沈沈金金叶叶杨黄林郑潘俞蒋何方章毛陆钱冯孙许汪施董姚赵项傅柳楼邵郭余谢丁杜范应戴厉']

interface Generation {
  until: number
  /** First and second characters that parents of that time chose. */
  female: [string, string]
  male: [string, string]
}

const generations: Generation[] = [
  { until: 1962, female: ['秀桂凤玉兰菊银阿水彩', '英珍娥花仙香琴莲妹娟'], male: ['根荣阿金水志德福长永', '生法根土祥泉林兴明富'] },
  { until: 1982, female: ['丽美建小亚晓爱雪红慧', '萍芳君燕红娟琴华芬英'], male: ['建国志卫伟海永勇立新', '明平军华强民良东峰刚'] },
  { until: 2003, female: ['佳思雨梦婷晓雅静丹嘉', '怡琪倩瑶莹敏颖洁楠妮'], male: ['俊浩宇嘉晨志鹏凯文天', '杰豪涛超斌晖磊航博宇'] },
  { until: 9999, female: ['梓若一语欣诗子沐可雨', '涵汐诺彤妍萱悦宁妤桐'], male: ['梓浩宇子沐奕一俊景言', '轩宸泽睿阳辰诚霖皓尧'] },
]

export const surnameOf = (idNumber: string): string => pick(surnames, idNumber, 'surname')

export function givenName(idNumber: string, sex: 'male' | 'female', born: Day): string {
  const [first, second] = (generations.find(({ until }) => yearOf(born) <= until) as Generation)[sex]
  const end = pick([...second], idNumber, 'given', 'second')
  // One name in eight has a single character, except among the youngest.
  return below(8, idNumber, 'given') === 0 && yearOf(born) < 2003 ? end : pick([...first], idNumber, 'given', 'first') + end
}
