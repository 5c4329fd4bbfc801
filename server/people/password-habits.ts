/**
 * What people here take for passwords before anything else; a guesser's list has it too.
 * In the order in which it would be tried: the place in the list counts as the number of guesses.
 */

/** Numbers that sound like words, lucky numbers, declarations of love and of country, services, keyboards. */
export const habits = `
520 1314 5201314 woaini 888 666 168 123456 a123456 qq123456 woaini1314 woaini520 iloveyou aini 8888 6666 999 9999 88888888 66666666 168168
mima mima123 wodemima woshishui nihao qwe123 asd123 zxc123 1qaz 2wsx 3edc qazwsx zxcvbnm asdfgh qweasd qweasdzxc 147258369 147258 258369 159357 789456 112233 123123 123321
woaizhongguo zhongguo woaiwojia woaimama woaibaba baobao laopo laogong baobei xiaobao mama baba wangzhe shengri kuaile shengrikuaile xinnian gongxi facai gongxifacai pingan jiankang
521 530 1573 7758258 584520 1314520 5211314 20082008 315 110 119 120 12345 12306 10086 10010 163 126 qq weixin wechat alipay zhifubao taobao jingdong wangyi baidu
hangzhou ningbo wenzhou jiaxing huzhou shaoxing jinhua quzhou zhoushan taizhou lishui zhejiang xihu china beijing shanghai zhengwu zhengfu yijianshi zheliban zuiduopaoyici
admin root guest user test password passw0rd welcome zhanghao denglu guanliyuan xitong ceshi bangong danwei gongsi
`.trim().split(/\s+/)

/** The commonest family names in pinyin. */
const familyNames = `
wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang deng han feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lv ding ren lu yao shen zhong cui tan wen fan jin shi liao jia xia fu fang zou xiong bai meng qin qiu hou yan duan lei long tao shao qian mao hao gu gong wan kang
`.trim().split(/\s+/)

/** The commonest syllables of given names. */
const givenNames = `
wei fang jun min jing li qiang lei yang yan yong jie juan tao ming chao xiulan xia ping gang guiying hui hong hua bo bin ying na xin ting xue mei ling lan yun qing yi hai yue kai hao ze zi xuan han chen rui xi mo ru si qi shan dan yu jian guang zhi shu chun xiang feng long ning rong sheng shuai cong da
xiaoming xiaoyu xiaohong xiaohua xiaomei xiaolong xiaofeng xiaoli xiaoyan xiaojun jianguo jianhua zhiqiang zhiwei haiyan yuting zihan zixuan yuxuan haoran yichen guoqiang meiling lihua weidong xiaodong
`.trim().split(/\s+/)

/** Full names, the commonest first, and given names by themselves. */
export const names = (): string[] =>
  [...givenNames, ...familyNames.flatMap((family, place) => givenNames.map((given, next) => ({ name: family + given, place: place + next })))
    .sort((a, b) => a.place - b.place).map(({ name }) => name)]

/** The syllables of the language, so that a sentence in pinyin counts by its words and not by its letters. */
export const syllables = `
de shi yi bu le zai ren you wo ta zhe zhong da lai shang guo ge dao shuo men wei zi he di chu jiu xia sheng ke hui dui na nian yao dou hen hao kan xiang qu neng kai mian fang hou xiao duo tian jia xue mei qi fa cheng shi ni zhi dang ran quan qian xin dong liang ying yuan jin jian gao zhang lao mu qing ming wen ti guan tong gong ji li xing dian hua ma er lu shui fei che cong bian gei chang wai mei bei ben zuo hai rang wan dan yin ping yue wu si ba jiu liu san zuo ai gu ying tai kuai man bai hong lan lv hei niao shan he hu hai yu feng xue yun hua cao shu cha fan rou cai guo tang yu niu yang ji ya e mao gou zhu tu long she hu
a ang ao bang bao ben biao bie bing cang ce cen ceng chai chan che chi chong chou chuai chuan chuang chui chuo ci cou cu cuan cun cuo dai dang dei die diu dou duan dun en fou ga gai gan gang gen geng gou gua guai guang gui gun ha hang heng hong huai huan huo jiao jiong ju jun ka kao ken keng kong kou ku kua kuan kuang kui kun kuo la lang leng lia lie liu lou luan lun me men mi miao mie miu mou nai nan nang nao ne nei nen nian niang nie nin nong nou nu nuan nuo nv o ou pa pai pang pao pei pen pi pian piao pie pin po pou pu qia qiao qie qiong quan que qun rao re reng ri ruan run ruo sa sai sang sao se sen seng sha shai shei shou shua shuang shun suan sui suo tie tou tuan tui tun tuo wa wang weng xian xie xiong xuan xun yong za zang zao zei zen zeng zha zhai zhan zhao zhei zhen zhua zhuai zhuan zhuang zhui zhun zhuo zong zou zu zuan zui zun
`.trim().split(/\s+/)
